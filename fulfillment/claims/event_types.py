"""The types of events of claims beside those of each place that a claim can come to."""

from collections.abc import Mapping

from engine.webhooks.event_type import EventType, Json, codes, flag, number, text
from fulfillment.claims.kinds import Mishap

OPENED, DUE = "claim.opened", "claim.due"
EVIDENCE_WANTED, RESHIP_WANTED, REVIEW_WANTED = "claim.evidence_wanted", "claim.reship_wanted", "claim.review_wanted"
CARRIERS, BUYERS = "carriers", "buyers"
_UUID = "019abf00c0de7000800000000000c0de"
_CLAIM: Mapping[str, Json] = {"claim_id": text("The claim.")}
_EXAMPLE: Mapping[str, object] = {"claim_id": f"clm_{_UUID}"}
_KIND: Json = text("What happened.", words=tuple(Mishap))


def _type(name: str, summary: str, fields: Mapping[str, Json], example: Mapping[str, object]) -> EventType:
    return EventType(
        name=name,
        summary=summary,
        fields={**_CLAIM, **fields},
        example={**_EXAMPLE, **example},
        link="/v1/claims/{claim_id}",
    )


CLAIM_TYPES: Mapping[str, EventType] = {
    each.name: each
    for each in (
        _type(
            OPENED,
            "Something happened to a parcel, and a case was opened.",
            {"kind": _KIND, "carrier": text("The carrier.")},
            {"kind": "loss", "carrier": "dhl"},
        ),
        _type(
            EVIDENCE_WANTED,
            "A claim lacks proofs, each with whom it is asked of.",
            {"wanted": codes("Proof and who has it, such as `photos:buyer`.")},
            {"wanted": ["photos:buyer", "statement:buyer"]},
        ),
        _type(
            DUE,
            "The last day for a claim comes near; one that is only assumed may have passed.",
            {"days_left": number("Days left, whole ones."), "is_sure": flag("Whether somebody published that rule.")},
            {"days_left": 7, "is_sure": True},
        ),
        _type(
            RESHIP_WANTED,
            "By rule the buyer is to get the goods again: place an order that names this one.",
            {"kind": _KIND, "shipment_id": text("The parcel.")},
            {"kind": "wrong_delivery", "shipment_id": f"shp_{_UUID}"},
        ),
        _type(
            REVIEW_WANTED,
            "A person has to look at a claim.",
            {
                "side": text("What of it: the carrier's or the buyer's side.", words=(CARRIERS, BUYERS)),
                "reasons": codes("Why, by reason codes."),
            },
            {"side": CARRIERS, "reasons": ["CLC_DEAR"]},
        ),
    )
}
