"""What buyers claim at eBay: inquiries for what did not arrive, returns, and the cases that either becomes.

Source: eBay Developers Program, Post-Order API v2 (2.7.8 to 2.10.0), GET inquiry/search, return/search and
casemanagement/search with their types InquirySummaryType, ReturnSummaryType, CaseSummaryType and PaginationOutput (read
in November 2026): searched by the day of creation, `offset` entries are skipped. None of them is served by the sandbox.
A case keeps the name of the inquiry or return that it came of, which are told apart by listing and transaction.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from fulfillment.channels.documents import Json, each, moment, part, stamp, text, whole
from fulfillment.channels.ebay.calling import Api, read
from fulfillment.channels.ebay.words import SCOPE
from fulfillment.channels.protocol import Complaint

PATH = "/post-order/v2"
PAGE = 100
MOST_PAGES = 20
NOT_RECEIVED, NOT_AS_DESCRIBED, RETURN = "ebay_not_received", "ebay_not_as_described", "ebay_return"
CLOSED, ESCALATED = "CLOSED", "CLOSED_WITH_ESCALATION"
THEIRS = "WAITING_BUYER_RESPONSE"
Line = tuple[str, str]  # listing and transaction


def complaints(api: Api, since: datetime, until: datetime) -> tuple[Complaint, ...]:
    """All that were made in a time, as they stand. Raises as `read` does."""
    inquiries = [(_line(each), _inquiry(each)) for each in _searched(api, "inquiry", since, until)]
    returns = [(_line(_item(each)), _return(each)) for each in _searched(api, "return", since, until)]
    of_line = dict([*inquiries, *returns])
    found = {(each.kind, each.id): each for _, each in (*inquiries, *returns)}
    for member in _searched(api, "casemanagement", since, until):
        case = _case(member, of_line.get(_line(member)))
        found[case.kind, case.id] = case
    return tuple(found.values())


def _inquiry(member: Json) -> Complaint:
    status = text(member, "inquiryStatusEnum")
    return Complaint(
        kind=NOT_RECEIVED,
        id=text(member, "inquiryId"),
        ref=text(member, "orderId"),
        at=moment(member, "creationDate", "value"),
        changed_at=_changed(member, ("creationDate",)),
        due_at=_due(member, "respondByDate"),
        is_ours=status != THEIRS,
        is_over=CLOSED in status and status != ESCALATED,
    )


def _return(member: Json) -> Complaint:
    """One for another reason than that the goods are not as described is no claim against the seller, but waits too."""
    is_claim = text(member, "creationInfo", "reasonType") == "SNAD"
    return Complaint(
        kind=NOT_AS_DESCRIBED if is_claim else RETURN,
        id=text(member, "returnId"),
        ref=text(member, "orderId"),
        at=moment(member, "creationInfo", "creationDate", "value"),
        changed_at=_changed(member, ("creationInfo", "creationDate")),
        due_at=_due(member, "sellerResponseDue", "respondByDate"),
        is_ours=part(member, "sellerResponseDue") is not None,
        is_over=CLOSED in (text(member, "state"), text(member, "status")),
    )


def _case(member: Json, before: Complaint | None) -> Complaint:
    """What an inquiry or return has become; one whose beginning lies before the time that is asked for goes by its own
    number."""
    status = text(member, "caseStatusEnum")
    made = before or Complaint(
        kind=NOT_RECEIVED if "NOT_RECEIVED" in text(member, "caseType") else NOT_AS_DESCRIBED,
        id=text(member, "caseId"),
        ref=text(member, "orderId"),
        at=moment(member, "creationDate", "value"),
        changed_at=moment(member, "creationDate", "value"),
    )
    return replace(
        made,
        ref=made.ref or text(member, "orderId"),
        changed_at=max(made.changed_at, _changed(member, ("creationDate",))),
        due_at=_due(member, "respondByDate"),
        is_ours=status != THEIRS,
        is_over=CLOSED in status,
    )


def _searched(api: Api, what: str, since: datetime, until: datetime) -> Iterator[Json]:
    prefix = {"inquiry": "inquiry_", "casemanagement": "case_"}.get(what, "")
    window = {
        f"{prefix}creation_date_range_from": stamp(since),
        f"{prefix}creation_date_range_to": stamp(until),
    }
    for page in range(MOST_PAGES):
        asked: Mapping[str, str] = window | {"limit": str(PAGE), "offset": str(page * PAGE)}
        told = read(api.get(f"{PATH}/{what}/search", SCOPE, asked))
        yield from each(told, "members")
        if (page + 1) * PAGE >= whole(told, "paginationOutput", "totalEntries"):
            return


def _item(member: Json) -> object:
    return part(member, "creationInfo", "item")


def _line(member: object) -> Line:
    return text(member, "itemId"), text(member, "transactionId")


def _due(member: Json, *names: str) -> datetime | None:
    return moment(member, *names, "value") if text(member, *names, "value") else None


def _changed(member: Json, made: tuple[str, ...]) -> datetime:
    """When it last changed, where that is told; else since when it is."""
    names = ("lastModifiedDate",) if text(member, "lastModifiedDate", "value") else made
    return moment(member, *names, "value")
