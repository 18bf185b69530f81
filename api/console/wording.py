"""The words of the pages, from `words/*.yaml`: English and Chinese side by side, one file a screen, and the glossary of
codes that all share."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml

from engine.counted import filled

LANGUAGES = ("en", "zh")
GLOSSARY = "glossary"
KIND_OF = {
    "tracking": "tracking", "parcel": "watch", "order": "stage", "payment": "payment", "fulfilment": "work",
    "shipment": "voyage", "return": "comeback", "claim": "demand",
}  # fmt: skip
Texts = Mapping[str, str]


class Words:
    """What one page says in one language. `words.title` is its own word, else one of the frame; a word that is nowhere
    raises, so that no page shows a hole."""

    def __init__(self, screen: str, language: str) -> None:
        self.language = language
        self._texts = {**of_file("frame", language), **of_file(screen, language)}
        self._codes = of_file(GLOSSARY, language)

    def __getitem__(self, key: str) -> str:
        return self._texts[key]

    def __getattr__(self, key: str) -> str:
        try:
            return self._texts[key]
        except KeyError:
            raise AttributeError(key) from None

    def code(self, kind: str, code: object) -> str:
        """What the glossary, or the screen, calls a code, such as the outcome `hold`; else the code itself."""
        name = f"{kind}.{code}"
        return self._codes.get(name, self._texts.get(name, str(code))) if code not in (None, "") else "–"

    def knows(self, kind: str, code: object) -> bool:
        """Whether there is a word for the code."""
        name = f"{kind}.{code}"
        return name in self._codes or name in self._texts

    def event(self, type_: str) -> str:
        """What happened: an event that the glossary names, else the machine and where it stands."""
        named = self._codes.get(f"event.{type_}")
        machine, _, state = type_.partition(".")
        if named is not None:
            return named
        return f"{self.code('machine', machine)}{self['colon']}{self.code(KIND_OF.get(machine, 'stage'), state)}"

    def noted(self, event: str) -> str:
        """What a machine of an order's life was told, or what was noted beside it; else the words of its code."""
        kinds = ("step", "noted", "tracking", "event")
        found = (self._codes.get(f"{kind}.{event}") for kind in kinds)
        return next((each for each in found if each is not None), event.replace("_", " "))

    def fill(self, key: str, **values: object) -> str:
        """A word with values in its places; `{number:# day|# days}` says a number with what is counted."""
        return filled(self._texts[key], **values)


@cache
def of_file(name: str, language: str) -> Texts:
    """The words of one file in one language."""
    place = LANGUAGES.index(language)
    return MappingProxyType({key: pair[place] for key, pair in pairs(name).items()})


@cache
def pairs(name: str) -> Mapping[str, tuple[str, str]]:
    """Every word of a file in both languages; sections of the glossary are joined by a dot."""
    read = yaml.safe_load((files("api.console") / "words" / f"{name}.yaml").read_text(encoding="utf-8"))
    found: dict[str, tuple[str, str]] = {}
    for key, value in read.items():
        if isinstance(value, dict):
            found |= {f"{key}.{code}": (str(pair[0]), str(pair[1])) for code, pair in value.items()}
        else:
            found[key] = (str(value[0]), str(value[1]))
    return MappingProxyType(found)


def names() -> tuple[str, ...]:
    """All files of words."""
    folder = files("api.console") / "words"
    return tuple(sorted(each.name.removesuffix(".yaml") for each in folder.iterdir() if each.name.endswith(".yaml")))
