"""The project's brands, loaded once a process."""

from functools import cache

from engine.brands.brand import MentionKind
from engine.brands.files import load_brands
from engine.brands.screening import BrandScreen
from engine.bundled import data_folder


@cache
def brand_screen() -> BrandScreen:
    """All brands of the project's data."""
    return load_brands(data_folder() / "brands")


def mentioned(title: str, description: str | None = None, brand: str | None = None) -> set[tuple[str, MentionKind]]:
    """Brands of a line, each with the way it is mentioned."""
    return {(each.brand, each.kind) for each in brand_screen().screen(title, description, brand).mentions}
