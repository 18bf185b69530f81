"""Whether a word is Chinese in pinyin, one or two syllables: two such words that differ are two names.

Syllables are built of the initials and finals of Hanyu Pinyin (ISO 7098:2015) without tone marks; combinations that
Standard Chinese does not use do no harm here.
"""

import re
from functools import lru_cache

_INITIALS = "zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]"
_FINALS = "iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|a|o|e|i|u"
_SYLLABLE = f"(?:(?:{_INITIALS})(?:{_FINALS})|an|ai|ao|en|er|ou)"
_WORD = re.compile(f"(?:{_SYLLABLE}){{1,2}}")


_TYPICAL = re.compile("zh|x|q(?!u[aeio])|ng|iao|uo|ian|uan|ui|ao|ei")


@lru_cache(maxsize=65_536)
def is_pinyin(word: str) -> bool:
    """Whether the folded word can be read as one or two syllables, of which one looks Chinese: `ku ba` does not."""
    return len(word) <= 12 and _TYPICAL.search(word) is not None and _WORD.fullmatch(word) is not None
