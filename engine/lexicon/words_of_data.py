"""What people call the codes that project data names: categories of goods, papers, registers of sellers.

The words stand in the data itself, in English and Chinese; a code that only a merchant's own data knows has none.
"""

from collections.abc import Mapping
from functools import cache

import yaml

from engine.bundled import data_folder

LANGUAGES = ("en", "zh")
# Which file names the codes, under which key its entries stand, and what their words are called.
CATEGORIES = ("restricted_goods/categories.yaml", "categories", "label")
PAPERS = ("restricted_goods/documents.yaml", "documents", "name")
REGISTERS = ("customs/registration_kinds.yaml", "kinds", "name")
_OF: Mapping[str, tuple[str, str, str]] = {
    **dict.fromkeys(
        (
            "line.categories",
            "line.law_prohibited",
            "line.law_prohibited_certain",
            "line.law_world_prohibited",
            "line.law_export_prohibited",
            "line.law_export_prohibited_certain",
            "line.law_export_conditional",
            "line.law_conditional",
            "line.law_carriage_refused",
            "line.law_low_confidence",
            "line.law_limit_exceeded",
            "line.law_limit_unknown",
            "line.law_certificate",
            "line.law_licence",
            "line.law_export_licence",
            "dispatch.categories",
        ),
        CATEGORIES,
    ),
    **dict.fromkeys(
        (
            "line.documents_verified",
            "line.documents_claimed",
            "line.law_documents_missing",
            "line.law_documents_claimed",
            "line.law_export_documents_missing",
        ),
        PAPERS,
    ),
    **dict.fromkeys(
        (
            "merchant.registrations_missing",
            "merchant.registrations_unknown",
            "merchant.registrations_expired",
            "merchant.registrations_expiring",
        ),
        REGISTERS,
    ),
}


def data_word(fact: str, code: str, language: str) -> str:
    """The word for a code of a fact; a register with its territory, `lucid:DE`. Empty where there is none."""
    place = _OF.get(fact)
    if place is None or language not in LANGUAGES:
        return ""
    name, _, territory = code.partition(":")
    word = _words(*place).get(name, {}).get(language, "")
    if not word or not territory:
        return word
    return f"{word}（{territory}）" if language == "zh" else f"{word} ({territory})"


@cache
def _words(file: str, key: str, named: str) -> Mapping[str, Mapping[str, str]]:
    read = yaml.load((data_folder() / file).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {str(each["id"]): each[named] for each in read[key]}
