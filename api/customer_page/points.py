"""What a request asks as lines of a message, for channels where no form may be linked: the form's own words."""

from collections.abc import Iterator

from api.customer_page.form import why_added
from api.customer_page.words import Words
from engine.desk.customer_questions import ADDRESS, EMAIL, PHONE, Asked


def points_of(asked: Asked, words: Words) -> tuple[str, ...]:
    """A line for each thing that is asked, with why where the rules say it to customers; each once."""
    return tuple(dict.fromkeys(_points(asked, words)))


def _points(asked: Asked, words: Words) -> Iterator[str]:
    says = words.says
    fields = [says[name] for name in ADDRESS if name in asked.address]
    if fields:
        why = _why(asked, words, [f"address.{name}" for name in ADDRESS])
        yield _point(f"{says['address_legend']}: {', '.join(fields)}", why)
    for name, asks in ((PHONE, asked.phone), (EMAIL, asked.email)):
        if asks:
            yield _point(says[name], _why(asked, words, [name]))
    for number in asked.numbers:
        yield _point(says["number"].format(kind=number.kinds[0]), _why(asked, words, [number.word]))
    for paper in asked.papers:
        yield _point(words.papers.get(paper.kind, paper.kind), _why(asked, words, [paper.word]))
    for confirm in asked.to_confirm:
        yield _point(says["confirm_legend"], _why(asked, words, [confirm.word]))


def _why(asked: Asked, words: Words, topics: list[str]) -> str:
    found = ((*asked.texts.get(topic, ()), *why_added(asked, words, topic)) for topic in topics)
    return " ".join(dict.fromkeys(text for texts in found for text in texts))


def _point(what: str, why: str) -> str:
    return f"- {what}. {why}" if why else f"- {what}"
