"""Identifiers in paths. One that has not the form of ours names nothing, which is 404 like any other unknown one."""

import re
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Path
from pydantic import AfterValidator

from api.refusals import NotFound
from engine.ids import Prefix
from fulfillment.carriers.s10 import SHAPE, is_s10

EXAMPLE = "019abf00c0de7000800000000000c0de"
_DIGITS = "[0-9a-f]{32}"
CARRIERS = re.compile("[A-Za-z0-9-]{6,40}")


def id_form(prefix: Prefix) -> str:
    """The pattern of an identifier."""
    return f"^{prefix}_{_DIGITS}$"


def an_id(prefix: Prefix) -> str:
    """An identifier for examples."""
    return f"{prefix}_{EXAMPLE}"


def _known(prefix: Prefix) -> Callable[[str], str]:
    form = re.compile(f"{prefix}_{_DIGITS}")

    def check(text: str) -> str:
        # No ValueError, which would be a 422: what is not ours is not found, before a database is asked.
        if form.fullmatch(text) is None:
            raise NotFound
        return text

    return check


def _path(prefix: Prefix) -> Any:  # noqa: ANN401 - what FastAPI's `Path` itself answers
    return Path(json_schema_extra={"pattern": id_form(prefix)}, examples=[an_id(prefix)])


JobId = Annotated[str, AfterValidator(_known(Prefix.JOB)), _path(Prefix.JOB)]
OrderId = Annotated[str, AfterValidator(_known(Prefix.ORDER)), _path(Prefix.ORDER)]
DecisionId = Annotated[str, AfterValidator(_known(Prefix.DECISION)), _path(Prefix.DECISION)]
HoldId = Annotated[str, AfterValidator(_known(Prefix.HOLD)), _path(Prefix.HOLD)]
ReviewId = Annotated[str, AfterValidator(_known(Prefix.REVIEW)), _path(Prefix.REVIEW)]
PaperId = Annotated[str, AfterValidator(_known(Prefix.PAPER)), _path(Prefix.PAPER)]
RegistrationId = Annotated[str, AfterValidator(_known(Prefix.REGISTRATION)), _path(Prefix.REGISTRATION)]
CustomerRequestId = Annotated[str, AfterValidator(_known(Prefix.CUSTOMER_REQUEST)), _path(Prefix.CUSTOMER_REQUEST)]
TakedownId = Annotated[str, AfterValidator(_known(Prefix.TAKEDOWN)), _path(Prefix.TAKEDOWN)]
MarkId = Annotated[str, AfterValidator(_known(Prefix.MARK)), _path(Prefix.MARK)]
ShipmentId = Annotated[str, AfterValidator(_known(Prefix.SHIPMENT)), _path(Prefix.SHIPMENT)]
ClaimId = Annotated[str, AfterValidator(_known(Prefix.CLAIM)), _path(Prefix.CLAIM)]
ProofId = Annotated[str, AfterValidator(_known(Prefix.CLAIM_PROOF)), _path(Prefix.CLAIM_PROOF)]
ReturnId = Annotated[str, AfterValidator(_known(Prefix.RETURN)), _path(Prefix.RETURN)]
ProductTaskId = Annotated[str, AfterValidator(_known(Prefix.PRODUCT_TASK)), _path(Prefix.PRODUCT_TASK)]
DisputeId = Annotated[str, AfterValidator(_known(Prefix.DISPUTE)), _path(Prefix.DISPUTE)]
SettlementId = Annotated[str, AfterValidator(_known(Prefix.SETTLEMENT)), _path(Prefix.SETTLEMENT)]
SettlementCaseId = Annotated[str, AfterValidator(_known(Prefix.SETTLEMENT_CASE)), _path(Prefix.SETTLEMENT_CASE)]
FreightBillId = Annotated[str, AfterValidator(_known(Prefix.FREIGHT_FILE)), _path(Prefix.FREIGHT_FILE)]
SuggestionId = Annotated[str, AfterValidator(_known(Prefix.SUGGESTION)), _path(Prefix.SUGGESTION)]
FreightDifferenceId = Annotated[str, AfterValidator(_known(Prefix.FREIGHT_CASE)), _path(Prefix.FREIGHT_CASE)]
SenderId = Annotated[str, AfterValidator(_known(Prefix.SENDER)), _path(Prefix.SENDER)]
ConsignmentId = Annotated[str, AfterValidator(_known(Prefix.CONSIGNMENT)), _path(Prefix.CONSIGNMENT)]
FulfilmentId = Annotated[str, AfterValidator(_known(Prefix.FULFILMENT)), _path(Prefix.FULFILMENT)]
CountId = Annotated[str, AfterValidator(_known(Prefix.COUNT)), _path(Prefix.COUNT)]
WaveId = Annotated[str, AfterValidator(_known(Prefix.WAVE)), _path(Prefix.WAVE)]
PickListId = Annotated[str, AfterValidator(_known(Prefix.WALK)), _path(Prefix.WALK)]
DifferenceId = Annotated[str, AfterValidator(_known(Prefix.DIFFERENCE)), _path(Prefix.DIFFERENCE)]
TransferId = Annotated[str, AfterValidator(_known(Prefix.TRANSFER)), _path(Prefix.TRANSFER)]
UserId = Annotated[str, AfterValidator(_known(Prefix.USER)), _path(Prefix.USER)]
SubmissionId = Annotated[str, AfterValidator(_known(Prefix.SUBMISSION)), _path(Prefix.SUBMISSION)]
BatchId = Annotated[str, AfterValidator(_known(Prefix.BATCH)), _path(Prefix.BATCH)]
ConnectionId = Annotated[str, AfterValidator(_known(Prefix.CONNECTION)), _path(Prefix.CONNECTION)]
NoticeId = Annotated[str, AfterValidator(_known(Prefix.NOTICE)), _path(Prefix.NOTICE)]
TrackingSourceId = Annotated[str, AfterValidator(_known(Prefix.TRACKING_SOURCE)), _path(Prefix.TRACKING_SOURCE)]
ParcelWatchId = Annotated[str, AfterValidator(_known(Prefix.PARCEL_WATCH)), _path(Prefix.PARCEL_WATCH)]
SayingId = Annotated[str, AfterValidator(_known(Prefix.SAYING)), _path(Prefix.SAYING)]
EndpointId = Annotated[str, AfterValidator(_known(Prefix.ENDPOINT)), _path(Prefix.ENDPOINT)]
DeliveryId = Annotated[str, AfterValidator(_known(Prefix.DELIVERY)), _path(Prefix.DELIVERY)]
RescreenId = Annotated[str, AfterValidator(_known(Prefix.RUN)), _path(Prefix.RUN)]
ProposalId = Annotated[str, AfterValidator(_known(Prefix.PROPOSAL)), _path(Prefix.PROPOSAL)]
ActivationId = Annotated[str, AfterValidator(_known(Prefix.ACTIVATION)), _path(Prefix.ACTIVATION)]
RuleRunId = Annotated[str, AfterValidator(_known(Prefix.RUN)), _path(Prefix.RUN)]
BacktestId = Annotated[str, AfterValidator(_known(Prefix.RUN)), _path(Prefix.RUN)]
TripId = Annotated[str, AfterValidator(_known(Prefix.TRIP)), _path(Prefix.TRIP)]
CaseId = Annotated[str, AfterValidator(_known(Prefix.INBOX_CASE)), _path(Prefix.INBOX_CASE)]
MessageFileId = Annotated[str, AfterValidator(_known(Prefix.INBOX_FILE)), _path(Prefix.INBOX_FILE)]
KeyId = Annotated[str, AfterValidator(_known(Prefix.KEY)), _path(Prefix.KEY)]


def _parcel_number(text: str) -> str:
    # A number of the post has a check digit; those of other carriers are their own to make.
    if CARRIERS.fullmatch(text) is None or (SHAPE.fullmatch(text) is not None and not is_s10(text)):
        raise NotFound
    return text


ParcelNumber = Annotated[
    str,
    AfterValidator(_parcel_number),
    Path(json_schema_extra={"pattern": f"^{CARRIERS.pattern}$"}, examples=["CX000000011CN"]),
]
CarrierId = Annotated[str, AfterValidator(_known(Prefix.CARRIER)), _path(Prefix.CARRIER)]
BookingId = Annotated[str, AfterValidator(_known(Prefix.BOOKING)), _path(Prefix.BOOKING)]
PickupId = Annotated[str, AfterValidator(_known(Prefix.PICKUP)), _path(Prefix.PICKUP)]
ManifestId = Annotated[str, AfterValidator(_known(Prefix.MANIFEST)), _path(Prefix.MANIFEST)]
WhatIfId = Annotated[str, AfterValidator(_known(Prefix.SHIPPING_WHAT_IF)), _path(Prefix.SHIPPING_WHAT_IF)]
OrderFileId = Annotated[str, AfterValidator(_known(Prefix.ORDER_FILE)), _path(Prefix.ORDER_FILE)]


def parcel_name(text: str) -> str:
    """The id of a parcel or the number on its label: letters, digits and hyphens, as carriers write them."""
    if re.fullmatch(r"[A-Za-z0-9_-]{5,64}", text) is None:
        raise NotFound
    return text
