"""Which font draws which script, where fonts lie on a machine, and which package brings them.

Han characters look different in China, Taiwan, Hong Kong, Japan and Korea; which is right follows from the reader's
country and language. Noto Sans covers Latin, Greek and Cyrillic (Google Noto project, as packaged by Debian 12).
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

BASE = "Noto Sans"
SYMBOLS = ("Noto Sans Symbols", "Noto Sans Symbols2", "Noto Sans Math")
CORE_PACKAGE, CJK_PACKAGE = "fonts-noto-core", "fonts-noto-cjk"
KNOWN_FOLDERS = tuple(
    Path(each)
    for each in (
        "/usr/share/fonts/truetype/noto",
        "/usr/share/fonts/opentype/noto",
        "/usr/share/fonts/noto",
        "/usr/share/fonts/noto-cjk",
        "/usr/share/fonts/google-noto",
        "/usr/share/fonts/google-noto-cjk",
        "/usr/local/share/fonts",
        "/Library/Fonts",
    )
)

# Of the scripts that `engine.address.script` names, those that need a font beside the base.
BY_SCRIPT: Mapping[str, str] = MappingProxyType(
    {
        "armenian": "Noto Sans Armenian",
        "hebrew": "Noto Sans Hebrew",
        "arabic": "Noto Sans Arabic",
        "devanagari": "Noto Sans Devanagari",
        "bengali": "Noto Sans Bengali",
        "tamil": "Noto Sans Tamil",
        "telugu": "Noto Sans Telugu",
        "sinhala": "Noto Sans Sinhala",
        "thai": "Noto Sans Thai",
        "lao": "Noto Sans Lao",
        "myanmar": "Noto Sans Myanmar",
        "georgian": "Noto Sans Georgian",
        "ethiopic": "Noto Sans Ethiopic",
        "khmer": "Noto Sans Khmer",
    }
)
SIMPLIFIED = "Noto Sans CJK SC"
BY_COUNTRY: Mapping[str, str] = MappingProxyType(
    {
        "JP": "Noto Sans CJK JP",
        "KR": "Noto Sans CJK KR",
        "KP": "Noto Sans CJK KR",
        "TW": "Noto Sans CJK TC",
        "HK": "Noto Sans CJK HK",
        "MO": "Noto Sans CJK HK",
    }
)
BY_LANGUAGE: Mapping[str, str] = MappingProxyType(
    {"ja": "Noto Sans CJK JP", "ko": "Noto Sans CJK KR", "zh-hant": "Noto Sans CJK TC", "zh-tw": "Noto Sans CJK TC",
     "zh-hk": "Noto Sans CJK HK"}
)  # fmt: skip


def han_family(country: str, language: str = "") -> str:
    """The family whose Han characters a reader in this country, or of this language, knows."""
    by_language = BY_LANGUAGE.get(language.lower().replace("_", "-")) or BY_LANGUAGE.get(language[:2].lower())
    return BY_COUNTRY.get(country) or by_language or SIMPLIFIED


def package_of(family: str) -> str:
    """The Debian package that brings a family."""
    return CJK_PACKAGE if " CJK " in family else CORE_PACKAGE


def font_folders(own: tuple[Path, ...] = ()) -> tuple[Path, ...]:
    """The operator's folders first, then the usual ones; only those that are there."""
    return tuple(each for each in (*own, *KNOWN_FOLDERS) if each.is_dir())
