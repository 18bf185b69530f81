"""Pages from templates: the only importer of jinja2 and markupsafe. All is escaped, and nothing may be missing."""

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from engine.counted import filled

__all__ = ["Environment", "Markup", "as_written", "environment_of"]


def environment_of(*packages: str) -> Environment:
    """Where templates are found: in the first of these packages that has one of that name. Texts take values by "
    "the filter
    `filled`."""
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(package) for package in packages]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["filled"] = filled
    return environment


def as_written(text: str) -> Markup:
    """Text of our own making that is markup, such as a drawing or a style, and is not escaped."""
    return Markup(text)  # noqa: S704
