"""What the desk refuses, each with a stable code and the data that a caller needs to go on.

DeskError
├── NotFound            no such order, decision, hold or review of this merchant
├── RequestReused       an Idempotency-Key came again with another body
├── InFlight            the same order or request is being decided right now, for longer than we wait
├── AnswerLost          a request with an Idempotency-Key was carried out, and what it was answered is not known
├── OtherMerchant       the document names another merchant than the key may speak for
├── OrderIdChanged      a change would make another order of it
├── HoldEnded           the hold is not open any more
├── HoldNotWaivable     nobody may release this; it ends when the order, its documents or the data change
├── ReviewChanged       somebody else changed the review at the same moment
├── ReviewResolved      the review has ended
├── VersionChanged      somebody else changed the order or review since it was seen
├── PersonErased        personal values were erased, so nothing can be decided from them
├── PaperRefused        a paper of this kind, for this line or with these dates cannot be
├── PaperJudged         a paper was judged already, or taken back
├── OrderFileRefused    a file of orders is too large, empty, or for another shop
├── ProfileRefused      a column profile cannot be kept as it is
├── FileUnknown         a file is of none of the forms that are kept
├── ListOlder           a list of denied parties is older than the one in force
├── ListShrunk          a list of denied parties lost more entries than publishers take off
├── RegistrationRefused a registration of this kind, country, number or validity cannot be
├── TakedownsRefused    a notice, or a file of notices, cannot be read
├── TakedownLifted      the notice is not in force any more
├── MarkRefused         a mark of this kind, value, scope or reason cannot be
├── MarkRevoked         the mark was revoked already
├── UntilPassed         a release would be over before it began
├── TripAcknowledged    somebody has seen the guard's trip already
├── SettingRejected     there is no such setting, or its value is out of bounds
└── NoEdition           no rule book is in force yet
    └── EditionDamaged  what is stored of an edition is not what was published; carries the paths
"""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from engine.errors import ClearwayError, Fault


class DeskError(ClearwayError):
    """the desk cannot do this"""

    code: ClassVar[str] = "desk_error"


_LISTED = {
    "edition": "name it by its digest, as it is listed, or name a folder that is there",
    "draft": "name one that is listed",
    "proposal": "name one that is listed",
}  # where one finds what there is; of all else the id came from elsewhere


class NotFound(DeskError):
    """there is nothing of this id"""

    code = "not_found"

    def __init__(self, kind: str, id_: str) -> None:
        self.kind = kind
        self.id = id_
        self.see = f"{kind}s" if kind in _LISTED else ""
        super().__init__(f"there is no {kind} `{id_}`; {_LISTED.get(kind, 'check the id and the merchant of the key')}")


class RequestReused(DeskError):
    """this idempotency key was used for another request; take a new one for each request"""

    code = "idempotency_key_reused"


class InFlight(DeskError):
    """the same order is being worked on; ask again in a moment, with the same idempotency key"""

    code = "in_flight"


class AnswerLost(DeskError):
    """the request was carried out, at least in part, but its answer was not kept; read what it was about, and send what
    is missing under a new idempotency key"""

    code = "answer_lost"


class ItemFailed(DeskError):
    """this order of the batch could not be finished; send it again"""

    code = "item_failed"


class BatchReused(RequestReused):
    """this idempotency key was used for another batch; take a new one for each batch"""


class OrderFileRefused(DeskError):
    """the file of orders cannot be taken in"""

    code = "order_file_refused"


class ProfileRefused(DeskError):
    """the column profile cannot be kept"""

    code = "column_profile_refused"

    def __init__(self, detail: str) -> None:
        self.detail = detail
        super().__init__(f"the profile {detail}")


class QueueViewRefused(DeskError):
    """the view of the queue cannot be kept"""

    code = "queue_view_refused"

    def __init__(self, detail: str) -> None:
        self.detail = detail
        super().__init__(f"the view {detail}")


class EventDiffers(DeskError):
    """an event of this id was told before, and it said something else"""

    code = "event_differs"

    def __init__(self, event: str) -> None:
        self.event = event
        super().__init__(f"the event `{event}` was told before and said something else; give each event its own id")


class SeveralOrders(DeskError):
    """several orders have this name; name the shop, or the order by its id here"""

    code = "several_orders"


class OtherMerchant(DeskError):
    """the order names another merchant than the key is for"""

    code = "other_merchant"

    def __init__(self, stated: str, merchant: str) -> None:
        self.stated = stated
        self.merchant = merchant
        super().__init__(f"the order names the merchant `{stated}`, the key is for `{merchant}`; leave the field out")


class OrderIdChanged(DeskError):
    """a change must leave `id`, `shop`, `channel` and `placed_at` of the order as they are"""

    code = "order_id_changed"

    def __init__(self, fields: Sequence[str]) -> None:
        self.fields = tuple(fields)
        super().__init__(f"a change must leave {', '.join(f'`{name}`' for name in fields)} as it is; send a new order")


class HoldEnded(DeskError):
    """the hold is not open any more"""

    code = "hold_ended"

    def __init__(self, hold: str, state: str) -> None:
        self.hold = hold
        self.state = state
        super().__init__(f"the hold `{hold}` is {state}; fetch the order again")


class HoldNotWaivable(DeskError):
    """nobody may release this hold"""

    code = "hold_not_waivable"

    def __init__(self, hold: str, rule: str) -> None:
        self.hold = hold
        self.rule = rule
        super().__init__(
            f"nobody may release a hold of rule {rule}; it ends when the order, its documents or the data change"
        )


class ReviewChanged(DeskError):
    """somebody else changed the review since it was seen; fetch it again"""

    code = "review_changed"

    def __init__(self, changes: Sequence[Fault] = ()) -> None:
        self.faults = tuple(changes)
        told = "; ".join(each.detail for each in self.faults)
        super().__init__(f"somebody else changed the review: {told}; fetch it again" if told else None)


class ReviewResolved(DeskError):
    """the review is resolved already; what it came to stands in it"""

    code = "review_resolved"


class VersionChanged(DeskError):
    """somebody else changed it since it was seen; fetch it again"""

    code = "version_changed"

    def __init__(self, changes: Sequence[Fault] = ()) -> None:
        self.faults = tuple(changes)
        super().__init__()


class PersonErased(DeskError):
    """personal values of this order were erased, so nothing can be decided from it"""

    code = "person_erased"

    def __init__(self, order_id: str, fields: Sequence[str]) -> None:
        self.order_id = order_id
        self.fields = tuple(fields)
        super().__init__(f"personal values of `{order_id}` were erased; nothing can be decided from what is left")


class UntilPassed(DeskError):
    """`until` lies in the past; name a later moment, or leave it out"""

    code = "until_passed"


class SettingRejected(DeskError):
    """this cannot be set"""

    code = "setting_rejected"


class NoEdition(DeskError):
    """no rule book is in force; publish one"""

    code = "no_edition"


class EditionDamaged(NoEdition):
    """what is stored of an edition is not what was published; carries the edition and the paths"""

    code = "edition_damaged"

    def __init__(self, digest: str, paths: Sequence[str]) -> None:
        self.digest = digest
        self.paths = tuple(paths)
        named = ", ".join(self.paths[:3]) or "its manifest"
        super().__init__(
            f"what is stored of edition {digest[:12]} is not what was published ({named}); restore the database from a "
            "backup"
        )


class PaperRefused(DeskError):
    """this paper cannot be handed in"""

    code = "paper_refused"

    def __init__(self, field: str, detail: str) -> None:
        self.field = field
        super().__init__(f"`{field}` {detail}")


class PaperJudged(DeskError):
    """this paper was judged already"""

    code = "paper_judged"

    def __init__(self, paper: str, state: str) -> None:
        self.paper = paper
        super().__init__(f"paper `{paper}` is {state}; hand in another one")


class TakedownsRefused(DeskError):
    """these notices cannot be taken in; nothing was kept"""

    code = "takedowns_refused"

    def __init__(self, row: int | None, detail: str) -> None:
        self.row = row
        super().__init__(detail if row is None else f"row {row}: {detail}")


class TakedownLifted(DeskError):
    """this notice was lifted already"""

    code = "takedown_lifted"

    def __init__(self, takedown: str) -> None:
        super().__init__(f"take-down `{takedown}` was lifted already; import the notice again to stop its orders")


class MarkRefused(DeskError):
    """this cannot be marked"""

    code = "mark_refused"

    def __init__(self, field: str, detail: str) -> None:
        self.field = field
        self.detail = detail
        super().__init__(f"`{field}` {detail}")


class MarkRevoked(DeskError):
    """this mark was revoked already"""

    code = "mark_revoked"

    def __init__(self, mark: str) -> None:
        super().__init__(f"mark `{mark}` was revoked already, or its end has come; mark the key again")


class FileUnknown(DeskError):
    """the file is no PDF, PNG or JPEG; send it in one of these forms"""

    code = "file_unknown"


class ListOlder(DeskError):
    """this list is older than the one in force"""

    code = "list_older"

    def __init__(self, name: str, dated: date, before: date) -> None:
        self.list = name
        super().__init__(f"`{name}` is of {dated}, the one in force of {before}; insist if that is meant")


class ListShrunk(DeskError):
    """this list lost too many entries"""

    code = "list_shrunk"

    def __init__(self, name: str, before: int, after: int) -> None:
        self.list = name
        super().__init__(f"`{name}` had {before:,} entries and would have {after:,}; look at it, insist if it is right")


class RegistrationRefused(DeskError):
    """this registration cannot be kept"""

    code = "registration_refused"

    def __init__(self, field: str, detail: str) -> None:
        self.field = field
        super().__init__(f"`{field}` {detail}")


class TripAcknowledged(DeskError):
    """somebody has acknowledged this trip already; who, stands with it"""

    code = "trip_acknowledged"
