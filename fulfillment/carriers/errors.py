"""Every error of live carriers.

CarrierError (a FulfilmentError)
├── CarrierThrottled         the carrier wants us to wait so many seconds
├── CarrierDown              it cannot be reached, takes too long or answers with a fault of its own: try again
├── CarrierSignInRefused     it refuses our credentials; the connection stops until a person looks
├── CarrierAnswerRefused     its answer has another shape than its documentation says
├── CarrierRefused           it will not take this as it is; names its own code and words, and what to do
├── CarrierCredentialMissing a credential that the connection names is not set
├── CarrierConnectionRefused a connection that cannot be kept as it is
├── CarrierBusy              a connection with open bookings cannot be deleted
├── CarrierOff               the connection is switched off
├── BookingEnded             a booking that does not stand so that this can be done with it
├── PickupTaken              there is a pick-up on that day at that place already
└── CarrierCannot            this carrier's API has no such call
"""

from collections.abc import Mapping

from fulfillment.carriers.words import Refusal
from fulfillment.errors import FulfilmentError

# What to do about a refusal, for whoever works on it.
ADVICE: Mapping[Refusal, str] = {
    Refusal.ADDRESS: "correct the address of the order; it is booked anew then",
    Refusal.GOODS: "choose a service that takes these goods, or declare them as they are",
    Refusal.SUSPENDED: "choose another service, or wait and try again when the carrier goes there again",
    Refusal.SIZE: "pack anew, or choose a service that takes this size and weight",
    Refusal.PRODUCT: "check the product code of the connection, or choose another service",
    Refusal.PAPERS: "complete the customs data of the order, then try again",
    Refusal.TIME: "choose another day or window",
    Refusal.TOO_LATE: "the carrier has the parcel: ask it to send the parcel back",
    Refusal.UNKNOWN: "the carrier knows nothing of it: look in its own console",
    Refusal.LABEL_LOST: "print the label in the carrier's own console, or book anew",
    Refusal.UNSURE: "ask the carrier whether it was booked, then try again or close it",
    Refusal.OTHER: "see to it as the carrier's words say, then try again",
}


class CarrierError(FulfilmentError):
    """a carrier did not do what was asked"""

    code = "carrier_error"


class CarrierThrottled(CarrierError):
    """the carrier asks us to wait"""

    code = "carrier_throttled"

    def __init__(self, after_s: float) -> None:
        self.after_s = after_s
        super().__init__(f"the carrier asks to wait {after_s:g} s; the work is put off until then")


class CarrierDown(CarrierError):
    """the carrier cannot be asked now"""

    code = "carrier_down"

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"the carrier cannot be asked now ({why}); it is tried again")


class CarrierSignInRefused(CarrierError):
    """the carrier refuses the credentials"""

    code = "carrier_sign_in_refused"

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"the carrier refuses the credentials ({why}); renew them and switch the connection on again")


class CarrierAnswerRefused(CarrierError):
    """the carrier answered with something else than it documents"""

    code = "carrier_answer_refused"

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(f"the carrier's answer has no readable {what}; it is tried again")


class CarrierRefused(CarrierError):
    """the carrier will not take this as it is"""

    code = "carrier_refused"

    def __init__(self, why: Refusal, carrier_code: str, words: str) -> None:
        self.why = why
        self.carrier_code = carrier_code
        self.words = words
        super().__init__(f"the carrier refuses it (`{carrier_code}`: {words}); {ADVICE[why]}")


class LabelLost(CarrierRefused):
    """it was booked under a number, and its label cannot be had"""

    code = "carrier_label_lost"

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(
            Refusal.LABEL_LOST, "label_lost", f"booked as {number}, but the answer with the label was lost"
        )


class CarrierCredentialMissing(CarrierError):
    """a credential is not set"""

    code = "carrier_credential_missing"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"the credential `{name}` is not set; set it where the worker and the service run, or store it"
        )


class CarrierConnectionRefused(CarrierError):
    """this connection cannot be kept"""

    code = "carrier_connection_refused"

    def __init__(self, field: str, detail: str) -> None:
        self.field = field
        super().__init__(f"`{field}` {detail}")


class CarrierBusy(CarrierError):
    """the connection has open bookings"""

    code = "carrier_connection_busy"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"`{name}` is on, or bookings of it are open; switch it off and let them end")


class CarrierOff(CarrierError):
    """the connection is off"""

    code = "carrier_connection_off"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"the connection `{name}` is not on; switch it on first")


class BookingEnded(CarrierError):
    """the booking does not stand so"""

    code = "carrier_booking_ended"

    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__(f"the booking is `{state}`; only what was refused or lost can be tried again or closed")


class PickupTaken(CarrierError):
    """there is a pick-up already"""

    code = "pickup_taken"

    def __init__(self, pickup_id: str, day: str) -> None:
        self.pickup_id = pickup_id
        super().__init__(f"`{pickup_id}` fetches there on {day} already; cancel it, or ask for one more with `extra`")


class CarrierCannot(CarrierError):
    """the carrier's API has no such call"""

    code = "carrier_cannot"

    def __init__(self, adapter: str, act: str) -> None:
        self.act = act
        super().__init__(f"`{adapter}` has no call for `{act}`; see to it with the carrier itself")
