"""Reads `data/notes/intents.yaml`, and other files of its form; says where a phrase cannot be used."""

from collections.abc import Collection
from pathlib import Path
from typing import cast

import yaml

from engine.errors import DataRejected
from engine.facts.note_phrases import Phrase, read_phrase
from engine.facts.notes import IntentPhrases, NoteLanguage, NoteVocabulary
from engine.lexicon.order_facts import NOTE_INTENTS

# Reads every plain scalar as text: `no` and `on` are words of these languages, not truths.
LOADER: type[yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
Table = dict[str, object]


def load_vocabulary(path: Path, known: Collection[str] = NOTE_INTENTS) -> NoteVocabulary:
    """The phrases of `known` intents. Raises DataRejected when the file is not as it must be."""
    try:
        document = yaml.load(path.read_bytes(), LOADER)  # noqa: S506  a loader that makes texts only
    except yaml.YAMLError as error:
        raise DataRejected(str(path), f"this is not YAML: {error}") from error
    root = _table(document, path.name)
    conditional = frozenset(_texts(root.get("conditional"), f"{path.name}: conditional"))
    languages = _table(root.get("languages"), f"{path.name}: languages")
    return NoteVocabulary(
        tuple(
            _language(code, _table(body, f"{path.name}: {code}"), conditional, known)
            for code, body in languages.items()
        )
    )


def _language(code: str, body: Table, conditional: frozenset[str], known: Collection[str]) -> NoteLanguage:
    together = body.get("words") == "together"

    def phrases(value: object, where: str) -> tuple[Phrase, ...]:
        return tuple(read_phrase(one, together=together, where=where) for one in _texts(value, where))

    intents: list[IntentPhrases] = []
    for intent, how in _table(body.get("intents"), f"{code}.intents").items():
        where = f"{code}.{intent}"
        if intent not in known:
            raise DataRejected(where, f"there is no such intent; use one of {', '.join(known)}")
        table = _table(how, where)
        says, unless = phrases(table.get("says"), where), phrases(table.get("unless"), where)
        intents.append(IntentPhrases(intent, says, unless, intent in conditional))
    return NoteLanguage(
        code,
        together,
        frozenset(_texts(body.get("usual"), f"{code}.usual")),
        tuple(intents),
        phrases(body.get("negations"), f"{code}.negations"),
        phrases(body.get("conditions"), f"{code}.conditions"),
        phrases(body.get("certain"), f"{code}.certain"),
        body.get("negates") == "after",
    )


def _table(value: object, where: str) -> Table:
    if not isinstance(value, dict):
        raise DataRejected(where, "write a mapping here")
    return cast("Table", value)


def _texts(value: object, where: str) -> list[str]:
    if value is None or value == "":
        return []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise DataRejected(where, "write a list of phrases here")
    return cast("list[str]", value)
