"""`answers:` of a channel: by which of its own words we say why an order ends or money goes back, and how its buyers
may be written to.

Our reasons are a closed set; a channel's words are its own, so they are only read. A reason that a channel has no word
for is said by its word for `other`; a channel without that is told nothing of the kind.
"""

from dataclasses import dataclass, fields
from typing import TypeVar

from engine.rulebook.faults import Faults
from engine.rulebook.form import open_form
from engine.rulebook.nodes import Node
from engine.rulebook.shape import Shape, flag, part, text, texts, word

ANSWERS = "answers"
ANSWERS_PART = part(ANSWERS, "how the channel is answered", ANSWERS)
MAIL, MESSAGES = "mail", "messages"
LETTERS = (MAIL, MESSAGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelWords:
    """The channel's word for each reason why an order ends; empty where it has none."""

    buyer: str = ""
    out_of_stock: str = ""
    address: str = ""
    payment: str = ""
    not_deliverable: str = ""
    risk: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundWords:
    """The channel's word for each reason why money goes back; empty where it has none."""

    cancelled: str = ""
    returned: str = ""
    not_received: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelAnswers:
    """How a channel is answered.

    `cancel_refunds`: an order that is cancelled there is paid back there; `refunds`: money goes back by the channel.
    `letters`: whether we write to buyers by mail, or by the channel's messages alone. `asks_by`: kinds of messages by
    which something may be asked, the preferred first.
    """

    cancel: CancelWords = CancelWords()
    refund: RefundWords = RefundWords()
    cancel_refunds: bool = False
    refunds: bool = False
    letters: str = MAIL
    asks_by: tuple[str, ...] = ()

    def cancel_word(self, cause: str) -> str:
        """The channel's word for a reason; empty where it is told of no cancellation."""
        return str(getattr(self.cancel, cause, "")) or self.cancel.other

    def refund_word(self, cause: str) -> str:
        """The channel's word for a reason; empty where it is told of no refund."""
        return str(getattr(self.refund, cause, "")) or self.refund.other


CANCEL_CAUSES = tuple(each.name for each in fields(CancelWords))
REFUND_CAUSES = tuple(each.name for each in fields(RefundWords))
_CANCEL = Shape(
    "cancel reasons", tuple(text(name, f"the channel's word where it is: {name}") for name in CANCEL_CAUSES)
)
_REFUND = Shape(
    "refund reasons", tuple(text(name, f"the channel's word where it is: {name}") for name in REFUND_CAUSES)
)
ANSWERS_SHAPE = Shape("answers of a channel", (
    part("cancel_reasons", "our reason -> the channel's word, when an order ends", "cancel_reasons"),
    part("refund_reasons", "our reason -> the channel's word, when money goes back", "refund_reasons"),
    flag("cancel_refunds", "whether what is cancelled there is paid back there"),
    flag("refunds", "whether money goes back by the channel"),
    word("letters", "how we write to buyers", LETTERS),
    texts("asks_by", "kinds of messages by which something may be asked, the preferred first"),
))  # fmt: skip

Words = TypeVar("Words", CancelWords, RefundWords)


def read_answers(node: Node | None, faults: Faults) -> ChannelAnswers:
    """The answers; none where nothing is written."""
    form = open_form(node, ANSWERS_SHAPE, faults)
    if form is None:
        return ChannelAnswers()
    return ChannelAnswers(
        cancel=_words(form.node("cancel_reasons"), _CANCEL, CancelWords, faults),
        refund=_words(form.node("refund_reasons"), _REFUND, RefundWords, faults),
        cancel_refunds=form.flag("cancel_refunds"),
        refunds=form.flag("refunds"),
        letters=form.word("letters", MAIL),
        asks_by=form.texts("asks_by"),
    )


def _words(node: Node | None, shape: Shape, kind: type[Words], faults: Faults) -> Words:
    form = open_form(node, shape, faults)
    return kind() if form is None else kind(**{name: form.text(name) for name in shape.by_name})
