"""Words and codes by which goods are recognised, as the data files state them in six languages."""

from dataclasses import dataclass

from engine.goods.record import Record

LANGUAGES = ("en", "zh", "de", "fr", "es", "ja")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Phrases are strong evidence, keywords weak; a counter-word in the text silences both."""

    hs_prefixes: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    not_keywords: tuple[str, ...] = ()


def read_vocabulary(record: Record) -> Vocabulary:
    """The fields of a vocabulary out of a record that may have others too."""
    return Vocabulary(
        hs_prefixes=record.digits("hs_prefixes"),
        phrases=read_words(record.part("phrases")),
        keywords=read_words(record.part("keywords")),
        not_keywords=record.texts("not_keywords"),
    )


def read_words(part: Record) -> tuple[str, ...]:
    """Words of all languages; a language nobody wrote for is left out, a language nobody knows is refused."""
    spoken = frozenset(part.names())
    words = tuple([word for language in LANGUAGES if language in spoken for word in part.texts(language)])
    part.close()
    return words
