"""What requests to customers refuse.

DeskError
├── NothingToAsk       the order asks its customer nothing
├── QuestionUnknown    this order has nothing of the kind that is to be asked
├── RequestEnded       the request is answered, expired or cancelled
├── AskedAlready       the order has an open request
├── QuestionsChanged   what is asked, or the order, changed since the form was shown
└── AnswerRefused      an answer lacks something, or does not help; each fault names its field
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.desk.errors import DeskError
from engine.errors import Fault


class NothingToAsk(DeskError):
    """the order asks its customer nothing; name fields with `asks`, such as `phone`, to ask for them"""

    code = "nothing_to_ask"


class QuestionUnknown(DeskError):
    """the order's destination and lines know no such question"""

    code = "question_unknown"

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        listed = ", ".join(f"`{each}`" for each in words)
        super().__init__(f"this order has no {listed}; read the order's questions for all that can be added")


class AskedAlready(DeskError):
    """the order has an open request; send a new link for it instead"""

    code = "asked_already"

    def __init__(self, request: str) -> None:
        self.request = request
        super().__init__(f"the order has the open request `{request}`; send a new link for it instead")


class RequestEnded(DeskError):
    """the request has ended"""

    code = "request_ended"

    def __init__(self, request: str, state: str) -> None:
        self.request = request
        self.state = state
        super().__init__(f"the request `{request}` is {state}; create another one if something is still to be asked")


class QuestionsChanged(DeskError):
    """what is asked, or the order itself, changed since the form was read; read it again"""

    code = "questions_changed"


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One field of the form: `field` as in `address.postcode`, a stable code, and what the rules say where they do."""

    field: str
    code: str
    text: str = ""

    @property
    def may_be_right(self) -> bool:
        """Whether it only seems wrong, so that who answers may insist."""
        return self.code in SEEM_WRONG


SEEM_WRONG = frozenset({"still", "phone_sequence", "phone_repeated", "phone_set_aside"})

SAYS: Mapping[str, str] = {
    "required": "is asked for; fill it in",
    "too_long": "is too long; shorten it",
    "country_unknown": "is no country; name one, or write its two letters of ISO 3166-1",
    "email_form": "is no e-mail address; check it",
    "still": "does not settle what is asked; correct it, or set `insists` when it is right as it is",
    "phone_sequence": "looks invented: digits in sequence; correct it, or set `insists` when it is right as it is",
    "phone_repeated": "looks invented: one digit over and over; correct it, or set `insists` when it is right as it is",
    "phone_set_aside": "is set aside for films, nobody has it; correct it, or set `insists` when it is right as it is",
    "file_missing": "needs a file, or `lacking`",
    "file_too_large": "is larger than 5 MiB; send a smaller file",
    "file_form": "is no PDF, PNG or JPEG; send it in one of these forms",
    "not_asked": "is not asked for; leave it out",
}


class AnswerRefused(DeskError):
    """the answer cannot be taken; each field is listed"""

    code = "answer_refused"

    def __init__(self, fields: Sequence[FieldFault]) -> None:
        self.fields = tuple(fields)
        self.faults = tuple(
            Fault(f"/{each.field.replace('.', '/')}", each.code, each.text or SAYS[each.code]) for each in fields
        )
        super().__init__("the answer cannot be taken; each field is listed with its place")
