"""Every error of channels.

ChannelError (a FulfilmentError)
├── Throttled          the channel wants us to wait so many seconds
│   └── Unfinished     it has begun what was said; what it left is to be kept and handed back
├── ChannelDown        it cannot be reached, takes too long or answers with a fault of its own: try again
├── SignInRefused      it refuses our credentials; the connection stops until a person looks
├── SayingRefused      it will never take what we said; names its own code and words
├── AnswerRefused      its answer has another shape than its documentation says
├── NeverAsked         it tells by itself and cannot be asked
├── KnockRefused       a webhook whose signature, age or address is not what it should be
├── ConnectionRefused  a connection that cannot be kept as it is
├── OrderTaken         another connection brought an order of the same number
├── ConnectionOff      a document came by webhook while the connection is off
├── ConnectionBusy     a connection whose orders are open cannot be deleted
├── SayingEnded        a saying that waits, or was said, or closed
├── BackfillRefused    this time cannot be read once more
└── CredentialMissing  a credential that the connection names is not set
"""

from math import isfinite

from fulfillment.errors import FulfilmentError

USUAL_WAIT_S = 2.0  # where a channel says "too many" and not for how long, or nonsense
LEAST_WAIT_S, MOST_WAIT_S = 0.1, 3600.0  # what is asked after an hour is refused once more, at worst


class ChannelError(FulfilmentError):
    """a channel did not do what was asked"""

    code = "channel_error"


class Throttled(ChannelError):
    """the channel asks us to wait"""

    code = "channel_throttled"

    def __init__(self, after_s: float | None) -> None:
        told = after_s if after_s is not None and isfinite(after_s) and after_s > 0 else USUAL_WAIT_S
        self.after_s = min(max(told, LEAST_WAIT_S), MOST_WAIT_S)
        super().__init__(f"the channel asks to wait {self.after_s:g} s; the work is put off until then")


class Unfinished(Throttled):
    """the channel has begun and is not done"""

    code = "channel_unfinished"

    def __init__(self, so_far: str, after_s: float) -> None:
        self.so_far = so_far
        super().__init__(after_s)


class ChannelDown(ChannelError):
    """the channel cannot be asked now"""

    code = "channel_down"

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"the channel cannot be asked now ({why}); it is tried again")


class SignInRefused(ChannelError):
    """the channel refuses the credentials"""

    code = "channel_sign_in_refused"

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"the channel refuses the credentials ({why}); renew them and switch the connection on again")


class SayingRefused(ChannelError):
    """the channel will never take this"""

    code = "channel_saying_refused"

    def __init__(self, channel_code: str, words: str) -> None:
        self.channel_code = channel_code
        self.words = words
        super().__init__(f"the channel refuses it (`{channel_code}`: {words}); see to it there, then close the saying")


class AnswerRefused(ChannelError):
    """the channel answered with something else than it documents"""

    code = "channel_answer_refused"

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(f"the channel's answer has no readable {what}; it is tried again")


class NeverAsked(ChannelError):
    """the channel tells by itself and cannot be asked"""

    code = "channel_never_asked"

    def __init__(self) -> None:
        super().__init__(
            "this shop only pushes; have it send the order again, or set `pull` to `yes` once it can be asked"
        )


class KnockRefused(ChannelError):
    """a webhook that is not the channel's"""

    code = "channel_knock_refused"

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"the webhook is refused: {why}")


class ConnectionRefused(ChannelError):
    """this connection cannot be kept"""

    code = "channel_connection_refused"

    def __init__(self, field: str, detail: str) -> None:
        self.field = field
        self.detail = detail
        super().__init__(f"`{field}` {detail}")


class OrderTaken(ChannelError):
    """another connection brought an order of this number"""

    code = "channel_order_taken"

    def __init__(self) -> None:
        super().__init__("another connection brought an order of this number; connect one of them anew with another "
                         "`id_prefix`")  # fmt: skip


class ConnectionOff(ChannelError):
    """the connection is off"""

    code = "channel_connection_off"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"the connection `{name}` is off; send it again when it is switched on")


class ConnectionBusy(ChannelError):
    """orders of the connection are open"""

    code = "channel_connection_busy"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"orders of `{name}` are open, or it is yet to be told of them; switch it off instead")


class SayingEnded(ChannelError):
    """the saying does not stand so"""

    code = "channel_saying_ended"

    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__(f"the saying is `{state}`; only one that the channel refused can be said again, and one that "
                         "was said cannot be closed")  # fmt: skip


class BackfillRefused(ChannelError):
    """this time cannot be read once more"""

    code = "channel_backfill_refused"


class CredentialMissing(ChannelError):
    """a credential is not set"""

    code = "channel_credential_missing"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"the credential `{name}` is not set; set it where the worker and the service run, or store it"
        )
