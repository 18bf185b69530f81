"""The project's own knowledge of conformity, read once, and registrations, for tests."""

from datetime import date
from functools import cache

from engine.bundled import data_folder
from engine.customs.conformity_data import ConformityKnowledge, load_conformity
from engine.goods.categories import load_categories
from engine.goods.files import read_yaml
from engine.registration import Registration

TODAY = date(2026, 11, 22)


@cache
def known() -> ConformityKnowledge:
    """Conformity and kinds of registrations."""
    goods = data_folder() / "restricted_goods"
    members = frozenset(read_yaml(goods / "countries" / "_EU.yaml").texts("members"))
    documents = frozenset(item.text("id") for item in read_yaml(goods / "documents.yaml").records("documents"))
    return load_conformity(data_folder() / "customs", members, load_categories(goods / "categories.yaml"), documents)


def registered(
    kind: str,
    country: str,
    *,
    valid_from: date | None = None,
    valid_to: date | None = None,
    warned_from: date | None = None,
) -> Registration:
    """A registration, without an end unless one is given."""
    return Registration(
        id="reg_1",
        kind=kind,
        country=country,
        number="1",
        valid_from=valid_from,
        valid_to=valid_to,
        warned_from=warned_from,
    )
