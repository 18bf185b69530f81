"""`docs/settings.md`: every setting, as `engine.settings` describes it."""

from collections.abc import Iterator

from pydantic_core import PydanticUndefined

from engine.settings import Settings

HEAD = """# Settings

What an operator sets, from the environment and nowhere else. This page is made by `clearway docs settings`; what a
merchant may set for itself is listed by `clearway settings list`.

| variable | what | without it |
|---|---|---|
"""


def settings_page() -> str:
    """The page."""
    return HEAD + "".join(f"{line}\n" for line in _rows())


def _rows() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        usual = "" if field.default is PydanticUndefined else _word(field.default)
        yield f"| `CLEARWAY_{name.upper()}` | {field.description or ''} | {usual} |"


def _word(value: object) -> str:
    if value is None:
        return "none"
    secret = getattr(value, "get_secret_value", None)
    text = "" if value is None else str(secret() if secret is not None else value)
    shown = text.lower() if isinstance(value, bool) else text
    return f"`{shown}`" if shown else "none"
