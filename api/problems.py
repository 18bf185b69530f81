"""Everything that is not a success, as RFC 9457 problems. The one table of codes and statuses is here."""

import http
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api.answers import json_bytes
from api.compat.minfraud_errors import error_answer, speaks_minfraud
from engine.desk.edition_errors import GatesClosed
from engine.desk.model_errors import ModelGatesClosed
from engine.errors import ClearwayError, Fault, OrderRejected
from engine.rulebook.source import RuleBookRejected
from fulfillment.consigning.errors import MergeRefused
from fulfillment.documents.errors import PaperWithheld
from fulfillment.errors import IllegalStep, PartNeeded, StepBlocked
from fulfillment.picking.station_errors import ScanRefused
from fulfillment.reason import kept_by

MEDIA_TYPE = "application/problem+json"
TYPES = "https://clearway.example/problems/"
UNEXPECTED = "internal_error"
MOST_FAULTS = 200  # in one answer; whoever sends thousands need not be told each


@dataclass(frozen=True, slots=True)
class Kind:
    """How one code is answered. The words of an error that `tells` are for the caller; of others only the class's
    own sentence is, since theirs may name hosts and rows."""

    status: int
    title: str
    tells: bool = True
    retry_after_s: int | None = None


KINDS: Mapping[str, Kind] = {
    # 400: the request itself is not well formed
    "malformed_request": Kind(400, "The request is malformed"),
    "malformed_json": Kind(400, "The body is not JSON"),
    "cursor_not_valid": Kind(400, "The cursor is not valid"),
    "idempotency_key_missing": Kind(400, "An idempotency key is missing"),
    "idempotency_key_not_valid": Kind(400, "The idempotency key is not valid"),
    "if_match_not_valid": Kind(400, "The precondition is not valid"),
    "merchant_not_valid": Kind(400, "The merchant is not valid"),
    "body_too_deep": Kind(400, "The body nests too deeply"),
    # 401, 403: who calls
    "key_missing": Kind(401, "An API key is missing"),
    "key_not_valid": Kind(401, "The API key is not valid"),
    "session_over": Kind(401, "The session is over"),
    "login_refused": Kind(401, "This does not let in"),
    "cross_site": Kind(403, "The request comes from another site"),
    "csrf_missing": Kind(403, "The token against forged requests is missing"),
    "session_needed": Kind(403, "Somebody has to be signed in"),
    "provider_refused": Kind(403, "The identity provider vouches for nobody who may come in"),
    "grant_too_wide": Kind(403, "Nobody hands on more than they have"),
    "role_refused": Kind(403, "This step is another role's"),
    "other_shop": Kind(403, "The API key is bound to another shop"),
    "scope_missing": Kind(403, "The API key lacks a scope"),
    "other_merchant": Kind(403, "The API key is bound to another merchant"),
    "shop_bound": Kind(403, "The API key is bound to shops"),
    # 404, 405: what is asked for
    "not_found": Kind(404, "Not found"),
    "method_not_allowed": Kind(405, "The method is not allowed here"),
    # 408, 429: how fast somebody calls
    "body_too_slow": Kind(408, "The body did not arrive in time"),
    "too_many_requests": Kind(429, "Too many requests came in a short time", retry_after_s=1),
    # 401, 409, 422, 502, 503: channels
    "channel_knock_refused": Kind(401, "The webhook is not the channel's"),
    "channel_connection_off": Kind(409, "The connection is off", retry_after_s=600),
    "channel_connection_busy": Kind(409, "Orders of the connection are open"),
    "channel_sign_in_refused": Kind(409, "The channel refuses the credentials"),
    "channel_credential_missing": Kind(409, "A credential is not set"),
    "channel_saying_ended": Kind(409, "The saying does not stand so"),
    "channel_backfill_refused": Kind(409, "This time cannot be read once more"),
    "channel_connection_refused": Kind(422, "The connection cannot be kept like this"),
    "tracking_source_refused": Kind(422, "The source cannot be kept like this"),
    "tracking_file_refused": Kind(422, "The file of events cannot be taken"),
    "channel_answer_refused": Kind(502, "The channel answers with something else"),
    "channel_down": Kind(502, "The channel cannot be asked now"),
    "channel_throttled": Kind(503, "The channel asks to wait", retry_after_s=60),
    # 409, 422, 502, 503: live carriers
    "carrier_connection_off": Kind(409, "The connection is off"),
    "carrier_connection_busy": Kind(409, "Bookings of the connection are open"),
    "carrier_sign_in_refused": Kind(409, "The carrier refuses the credentials"),
    "carrier_credential_missing": Kind(409, "A credential is not set"),
    "carrier_booking_ended": Kind(409, "It does not stand so"),
    "carrier_cannot": Kind(409, "The carrier has no call for it"),
    "carrier_refused": Kind(409, "The carrier refuses it"),
    "carrier_label_lost": Kind(409, "The label cannot be had"),
    "pickup_taken": Kind(409, "There is a pick-up already"),
    "carrier_connection_refused": Kind(422, "The connection cannot be kept like this"),
    "own_services_refused": Kind(422, "The file is no file of services"),
    "carrier_answer_refused": Kind(502, "The carrier answers with something else"),
    "carrier_down": Kind(502, "The carrier cannot be asked now"),
    "carrier_throttled": Kind(503, "The carrier asks to wait", retry_after_s=60),
    # 409, 412, 428: what others did meanwhile
    "in_flight": Kind(409, "The same request is being worked on", retry_after_s=1),
    "several_orders": Kind(409, "Several orders have this name"),
    "event_differs": Kind(409, "The event was told otherwise before"),
    "state_conflict": Kind(409, "This cannot be done in its present state"),
    "store_conflict": Kind(409, "It is there already", tells=False),
    "notice_not_refused": Kind(409, "The notice was not refused"),
    "illegal_step": Kind(409, "This is not possible where it stands"),
    "step_blocked": Kind(409, "Something keeps this step from being taken"),
    "proposal_ended": Kind(409, "The proposal is not open"),
    "proposal_outdated": Kind(409, "Another edition came into force since"),
    "same_person": Kind(409, "A second person is needed"),
    "gates_closed": Kind(409, "Gates are closed"),
    "nothing_differs": Kind(409, "This is in force already"),
    "nothing_before": Kind(409, "There is no edition before"),
    "not_in_force_before": Kind(409, "The edition never was in force"),
    "not_waiting": Kind(409, "Nobody has to look at it"),
    "several_editions": Kind(409, "Several editions begin like this"),
    "draft_there": Kind(409, "There is a draft of this name"),
    "draft_faulty": Kind(409, "The draft cannot be used"),
    "run_ended": Kind(409, "The run does not wait any more"),
    "trip_acknowledged": Kind(409, "Somebody has acknowledged it"),
    "several_models": Kind(409, "Several models begin like this"),
    "model_there": Kind(409, "The model is registered already"),
    "model_in_role": Kind(409, "The model has a role already"),
    "model_gates_closed": Kind(409, "Gates of the model are closed"),
    "no_model_before": Kind(409, "There is no model to go back to"),
    "no_model_in_role": Kind(409, "No model has this role"),
    "model_chain_broken": Kind(409, "The history of models was tampered with"),
    "artefact_refused": Kind(422, "The model cannot be loaded"),
    "case_changed": Kind(409, "Somebody else moved it meanwhile", retry_after_s=1),
    "not_taken_over": Kind(409, "Fulfilment has not taken the order over yet", retry_after_s=1),
    "stock_refused": Kind(409, "More pieces are reserved than would be left"),
    "order_ambiguous": Kind(409, "The payment is one of several orders"),
    "dispute_refused": Kind(409, "The dispute does not stand so"),
    "no_rate": Kind(409, "No exchange rate is stored"),
    "consignment_refused": Kind(409, "The consignment does not stand so"),
    "merge_refused": Kind(409, "These orders may not share a parcel"),
    "wms_refused": Kind(409, "The warehouse told something else before"),
    "difference_refused": Kind(409, "The difference cannot end like this"),
    "transfer_refused": Kind(409, "The transfer cannot do this now"),
    "count_refused": Kind(409, "The count cannot be changed like this"),
    "wave_refused": Kind(409, "The wave does not stand so"),
    "shortage_refused": Kind(409, "This way out is not open"),
    "return_refused": Kind(409, "These goods cannot come back"),
    "suggestion_not_open": Kind(409, "The suggestion is not open any more"),
    "causes_period_too_long": Kind(422, "The period has too many orders for one answer"),
    "freight_case_decided": Kind(409, "The difference stands where this cannot be done"),
    "nothing_to_dispute": Kind(409, "There is nothing to dispute"),
    "settlement_case_decided": Kind(409, "The case stands where this cannot be done"),
    "match_refused": Kind(409, "The line does not wait for this"),
    "carrier_differs": Kind(409, "The label is another carrier's"),
    "paper_withheld": Kind(409, "The order may not go on"),
    "hold_ended": Kind(409, "The hold is not open"),
    "hold_not_waivable": Kind(409, "Nobody may release this hold"),
    "review_changed": Kind(409, "The review has changed"),
    "inbox_case_changed": Kind(409, "Somebody else changed the case meanwhile", retry_after_s=1),
    "inbox_case_locked": Kind(409, "Somebody else has the case"),
    "inbox_case_closed": Kind(409, "The case is closed"),
    "inbox_case_refused": Kind(422, "This cannot be done with the case"),
    "inbox_message_refused": Kind(422, "The message cannot be taken in, or cannot leave"),
    "inbox_mail_refused": Kind(422, "This is no mail that can be taken in"),
    "review_resolved": Kind(409, "The review is resolved"),
    "rescreen_under_way": Kind(409, "A re-screening is under way"),
    "rescreen_over": Kind(409, "The re-screening does not stand so"),
    "takedowns_refused": Kind(422, "The notices cannot be taken in"),
    "mark_revoked": Kind(409, "The mark is in force no more"),
    "takedown_lifted": Kind(409, "The notice was lifted already"),
    "paper_judged": Kind(409, "The paper was judged already"),
    "person_erased": Kind(409, "Personal values were erased"),
    "link_not_valid": Kind(410, "The link opens nothing any more"),
    "last_admin": Kind(409, "Nobody would be left to let others in"),
    "key_not_rotatable": Kind(409, "The key is over"),
    "version_changed": Kind(412, "It has changed meanwhile"),
    "draft_moved": Kind(412, "Somebody else changed the draft"),
    "version_passed": Kind(412, "It has changed meanwhile"),
    "if_match_missing": Kind(428, "A precondition is missing"),
    "endpoint_disabled": Kind(409, "The endpoint is disabled"),
    "endpoints_full": Kind(409, "There are as many endpoints as there may be"),
    "secrets_full": Kind(409, "Too many secrets sign for the endpoint"),
    "nothing_to_ask": Kind(409, "The order asks nothing"),
    "asked_already": Kind(409, "The customer is asked already"),
    "request_ended": Kind(409, "The request has ended"),
    "questions_changed": Kind(409, "What is asked has changed"),
    # 410, 429: links of customers
    "link_ended": Kind(410, "The link is no longer valid"),
    "too_many_tries": Kind(429, "Too many tries", retry_after_s=600),
    # 413, 415: bodies
    "body_too_large": Kind(413, "The body is too large"),
    "body_too_complex": Kind(413, "The body has too many members"),
    "media_type_not_read": Kind(415, "The media type is not read here"),
    # 422: well formed, but not usable
    "rule_book_rejected": Kind(422, "The rule files have errors"),
    "rule_file_refused": Kind(422, "No rule book has such a file"),
    "list_rejected": Kind(422, "This cannot be put into the list"),
    "setting_rejected": Kind(422, "This cannot be set"),
    "name_needed": Kind(422, "A person must be named"),
    "note_needed": Kind(422, "A reason is needed"),
    "model_rejected": Kind(422, "The model cannot be registered"),
    "reason_needed": Kind(422, "A reason is needed"),
    "second_person_needed": Kind(422, "A second person is needed"),
    "order_rejected": Kind(422, "The order cannot be read"),
    "document_rejected": Kind(422, "The document cannot be used"),
    "parameter_rejected": Kind(422, "A parameter cannot be used"),
    "product_rejected": Kind(422, "The product cannot be kept"),
    "unknown_format": Kind(422, "The file cannot be read"),
    "endpoint_refused": Kind(422, "The endpoint cannot be kept like this"),
    "answer_refused": Kind(422, "The answer cannot be taken"),
    "paper_refused": Kind(422, "The paper cannot be handed in"),
    "registration_refused": Kind(422, "The registration cannot be kept"),
    "mark_refused": Kind(422, "This cannot be marked"),
    "order_file_refused": Kind(422, "The file of orders cannot be taken in"),
    "column_profile_refused": Kind(422, "The column profile cannot be kept"),
    "file_unknown": Kind(422, "The file is of no form that is kept"),
    "channel_rule_refused": Kind(422, "The rule cannot be kept"),
    "warehouse_refused": Kind(422, "The warehouse or bin cannot be kept"),
    "until_passed": Kind(422, "The release would be over already"),
    "order_id_changed": Kind(422, "It would be another order"),
    "message_refused": Kind(422, "The gateway's message cannot be read"),
    "rate_refused": Kind(422, "The exchange rate cannot be stored"),
    "report_rejected": Kind(422, "The settlement file cannot be read"),
    "freight_bill_rejected": Kind(422, "The carrier's bill cannot be read"),
    "profit_period_too_long": Kind(422, "The period has too many orders for one answer"),
    "profit_terms_rejected": Kind(422, "The table of costs cannot be read"),
    "payment_refused": Kind(422, "The amount cannot be"),
    "part_needed": Kind(422, "A part or parcel must be named"),
    "scan_refused": Kind(422, "This is not what is expected"),
    "route_refused": Kind(422, "No walk can be planned so"),
    "pick_refused": Kind(422, "The pick does not fit its list"),
    "packing_refused": Kind(422, "The goods cannot be packed as asked"),
    "goods_unmeasured": Kind(422, "Size or weight of goods is not known"),
    "split_refused": Kind(422, "Splitting changes no tax"),
    "parcel_refused": Kind(422, "The weight cannot be"),
    "paper_incomplete": Kind(422, "The papers are not complete"),
    "paper_not_called_for": Kind(422, "The parcel needs no such paper"),
    "paper_empty": Kind(422, "The paper would have no lines"),
    "letters_missing": Kind(422, "No font draws these letters"),
    "code_refused": Kind(422, "No bar code carries this text"),
    "tracking_refused": Kind(422, "The tracking event cannot be taken"),
    "declaration_refused": Kind(422, "The parcel cannot be declared so"),
    "declared_value_refused": Kind(422, "The declared value is too low"),
    "declared_category_refused": Kind(422, "The category is not the due one"),
    "nothing_to_declare": Kind(422, "The parcel is empty"),
    "no_stored_rate": Kind(422, "There is no exchange rate"),
    "rate_table_refused": Kind(422, "The file is no table of shipping rates"),
    "sender_refused": Kind(422, "The sender cannot be kept"),
    "advance_data_rejected": Kind(422, "The advance data cannot be read"),
    "password_weak": Kind(422, "The password will not do"),
    "person_refused": Kind(422, "The person cannot be kept like this"),
    "shop_refused": Kind(422, "The shop or legal entity cannot be kept"),
    "shop_unknown": Kind(422, "The order names a shop that is not known"),
    "login_locked": Kind(429, "Too many tries"),
    "idempotency_key_reused": Kind(422, "The idempotency key belongs to another request"),
    # 500, 503: ours
    UNEXPECTED: Kind(500, "Something went wrong on our side", tells=False),
    "item_failed": Kind(500, "Something went wrong on our side with this order"),
    "no_edition": Kind(503, "No rule book is in force", retry_after_s=2),
    "not_ready": Kind(503, "Not ready", retry_after_s=2),
    "serials_exhausted": Kind(503, "No parcel numbers are left"),
    "font_missing": Kind(503, "A font is missing on the server"),
    "store_busy": Kind(503, "The database is busy", tells=False, retry_after_s=1),
    "store_unreachable": Kind(503, "The database does not answer", tells=False, retry_after_s=5),
}
# A document that cannot be read as one has a first fault that says so, and then no other.
BY_FAULT: Mapping[str, str] = {
    "not_json": "malformed_json",
    "not_utf8": "malformed_json",
    "too_large": "body_too_large",
}
BY_STATUS: Mapping[int, str] = {
    400: "malformed_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "media_type_not_read",
}


class FaultShown(BaseModel):
    """One thing wrong: where in the body (RFC 6901), or in which parameter."""

    model_config = ConfigDict(extra="forbid", title="Fault")

    pointer: Annotated[str, Field(description="Place in the body; empty for the whole.", examples=["/lines/0/sku"])]
    code: Annotated[str, Field(description="Stable word for programs.", examples=["missing"])]
    detail: Annotated[str, Field(description="What to do about it.", examples=["the field is required; add it"])]
    parameter: Annotated[str | None, Field(description="Name of a parameter or header.")] = None


class Problem(BaseModel):
    """RFC 9457. `code` is the last part of `type`; `request_id` finds the request in the log."""

    model_config = ConfigDict(extra="forbid")

    type: Annotated[str, Field(json_schema_extra={"format": "uri"})]
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    detail: str
    instance: str
    code: str
    errors: list[FaultShown]
    request_id: str


@dataclass(frozen=True, slots=True)
class Said:
    """What is wrong, before it becomes a response."""

    code: str
    detail: str
    errors: Sequence[Mapping[str, str]] = ()
    headers: Mapping[str, str] | None = None

    @property
    def kind(self) -> Kind:
        """Status and title."""
        return KINDS[self.code]


def said_by(error: ClearwayError, language: str = "en") -> Said:
    """The problem that an error is. One that the table does not know, by itself or by a parent, is our own fault.

    `language`: in which the reasons of a refusal are put.
    """
    listed = tuple(fault for fault in getattr(error, "faults", ()) if isinstance(fault, Fault))
    code = BY_FAULT.get(listed[0].code) if listed else None
    if code is None:
        code = next((each for each in _codes(type(error)) if each in KINDS), UNEXPECTED)
    detail = _told(error, listed) if KINDS[code].tells else _sentence(type(error), code)
    return Said(code, detail, _shown(error, listed, language), getattr(error, "headers", None))


def said_kept(code: str, detail: str, faults: Sequence[Fault]) -> Said:
    """The problem of a refusal that was kept: its code, its words and its faults."""
    known = BY_FAULT.get(faults[0].code, code) if faults else code
    errors = [{"pointer": each.pointer, "code": each.code, "detail": each.detail} for each in faults]
    return Said(known if known in KINDS else UNEXPECTED, detail, errors)


def said_by_status(status: int, headers: Mapping[str, str] | None = None) -> Said:
    """The problem of a status that the framework answers by itself."""
    code = BY_STATUS.get(status, UNEXPECTED if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR else "malformed_request")
    return Said(code, f"{KINDS[code].title.lower()}; see /docs for what there is", headers=headers)


def problem(request: Request, said: Said) -> Response:
    """The response."""
    kind = said.kind
    headers = dict(said.headers or {})
    if kind.retry_after_s is not None:
        headers.setdefault("Retry-After", str(kind.retry_after_s))
    if speaks_minfraud(request.scope["path"]):
        return error_answer(said.code, kind.status, said.detail, headers, request.state.request_id)
    body = document(said, quote(request.scope["path"]), request.state.request_id)
    return Response(json_bytes(body), kind.status, headers, MEDIA_TYPE)


def document(said: Said, instance: str, request_id: str) -> dict[str, object]:
    """The members of a problem."""
    return {
        "type": TYPES + said.code,
        "title": said.kind.title,
        "status": said.kind.status,
        "detail": said.detail,
        "instance": instance,
        "code": said.code,
        "errors": list(said.errors[:MOST_FAULTS]),
        "request_id": request_id,
    }


def _codes(kind: type[ClearwayError]) -> Iterable[str]:
    return (str(parent.code) for parent in kind.__mro__ if issubclass(parent, ClearwayError))


def _told(error: ClearwayError, listed: Sequence[Fault]) -> str:
    if isinstance(error, RuleBookRejected):
        return "the rule files have errors; each is listed with its place"
    if not isinstance(error, OrderRejected):
        return str(error)
    return listed[0].detail if len(listed) == 1 else "the order has faults; each is listed with its place"


def _sentence(kind: type[ClearwayError], code: str) -> str:
    if code == UNEXPECTED:
        return "the request could not be finished; tell whoever runs Clearway the `request_id`"
    # `StoreUnreachable` speaks to the operator, who reads it in the log and at `/readyz`.
    return "try again in a moment" if KINDS[code].status >= http.HTTPStatus.INTERNAL_SERVER_ERROR else str(kind.__doc__)


def _shown(error: ClearwayError, listed: Sequence[Fault], language: str) -> list[dict[str, str]]:
    parameter = getattr(error, "parameter", None)
    found = [{"pointer": fault.pointer, "code": fault.code, "detail": fault.detail} for fault in listed]
    found += [{"pointer": "", "code": code, "detail": word} for code, word in _ways_on(error, language)]
    return [each | {"parameter": parameter} for each in found] if isinstance(parameter, str) else found


def _ways_on(error: ClearwayError, language: str) -> Iterable[tuple[str, str]]:
    """What a caller could do instead, and why it has to, word by word, for programs and for screens at stations."""
    if isinstance(error, IllegalStep):
        yield from (("possible_step", step) for step in error.possible)
    if isinstance(error, StepBlocked):
        yield from (("waits_for", condition) for condition in error.unmet)
    if isinstance(error, (StepBlocked, PaperWithheld)):
        yield from (("kept_by", kept_by(each, language)) for each in error.reasons)
    if isinstance(error, ScanRefused):
        yield from ((f"expected_{name}", value) for name, value in error.expected.items())
    if isinstance(error, MergeRefused):
        yield from ((each.code, each.text) for each in error.refusals)
    if isinstance(error, RuleBookRejected):
        yield from ((each.code, f"{each.span} {each.message}; {each.hint}") for each in error.faults[:MOST_FAULTS])
    if isinstance(error, (GatesClosed, ModelGatesClosed)):
        yield from (("closed_gate", f"{each.name}: {each.detail}") for each in error.gates if not each.is_open)
    if isinstance(error, PartNeeded):
        yield from (("possible_part", name) for name in error.names)
