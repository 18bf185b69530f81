"""Rule books as they are asked for: drafts and their files, tests, proposals, publishing, roll-backs, backtests."""

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from api.refusals import DocumentRejected
from api.schemas.body import Strict
from api.schemas.words import PAGE, Name
from engine.desk.draft_files import LARGEST_FILE
from engine.errors import Fault
from engine.order.fields import Moment

DRAFT_FORM = r"^[a-z0-9][a-z0-9_.-]{0,63}$"
FILE_FORM = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}(/[A-Za-z0-9][A-Za-z0-9_.-]{0,99}){0,3}$"
EDITION_FORM = r"^(in-force|[0-9a-f]{4,64})$"
LONGEST_PATH = 403
Note = Annotated[str, Field(max_length=1000, pattern=f"^$|{PAGE}")]
Reason = Annotated[str, Field(min_length=1, max_length=1000, pattern=PAGE)]
EditionWord = Annotated[str, Field(pattern=EDITION_FORM, description="A digest, its beginning, or `in-force`.")]
DraftName = Annotated[str, Field(pattern=DRAFT_FORM)]
Day = Annotated[date, Field(strict=False)]
FRAUD_FILE = "format: 1\nset: fraud\ndefaults: {owner: risk}\nrules: []\n"


class DraftAsked(Strict):
    """A new draft with the files of an edition."""

    name: DraftName
    edition: EditionWord = "in-force"


class FileAsked(Strict):
    """A file. `content` is its text, or base64 of its bytes where `encoding` says so, as workbooks need."""

    path: Annotated[str, Field(pattern=FILE_FORM, max_length=LONGEST_PATH)]
    content: Annotated[str, Field(max_length=2 * LARGEST_FILE)]
    encoding: Literal["text", "base64"] = "text"

    def data(self) -> bytes:
        """The bytes. Raises DocumentRejected."""
        if self.encoding == "text":
            return self.content.encode()
        try:
            return b64decode(self.content, validate=True)
        except (NotBase64, ValueError):
            raise DocumentRejected(faults=[Fault("/content", "not_base64", "send base64, or text")]) from None


class TestsAsked(Strict):
    """Which tests to run: of one rule, or all; with `mutation`, also what they would notice."""

    __test__ = False  # no tests of this project

    rule: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Z0-9-]+$")] | None = None
    mutation: bool = False


class ProposalAsked(Strict):
    """A draft that is to come into force, and why."""

    draft: DraftName
    note: Reason


class PublishAsked(Strict):
    """`from` puts it in force at a later moment; gates are looked at again then. In an `emergency` one person may, with
    closed gates, and says why; somebody else has to look afterwards."""

    note: Note = ""
    emergency: bool = False
    from_: Moment | None = Field(default=None, alias="from")


class RejectAsked(Strict):
    """Why not."""

    note: Reason


class RollbackAsked(Strict):
    """Back to an edition, else to the one before, and why."""

    note: Reason
    edition: EditionWord | None = None
    emergency: bool = False


class BacktestAsked(Strict):
    """A draft or an edition is decided against another over stored orders. `law_on` asks for the rules of one day;
    `since` and `until` narrow when orders were placed; `sample` takes so many of them."""

    draft: DraftName | None = None
    edition: EditionWord | None = None
    against: EditionWord = "in-force"
    law_on: Day | None = None
    since: Moment | None = None
    until: Moment | None = None
    shop: Name | None = None
    channel: Name | None = None
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None
    sample: Annotated[int, Field(ge=1, le=10_000_000)] | None = None

    def plain(self) -> Mapping[str, object]:
        """As a run keeps it. Raises DocumentRejected unless a draft or an edition is named."""
        if (self.draft is None) == (self.edition is None):
            raise DocumentRejected(faults=[Fault("/draft", "one_of", "name a draft or an edition, not both")])
        return {name: value for name, value in self.model_dump(mode="json").items() if value is not None}
