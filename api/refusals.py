"""What the door itself refuses, before anybody behind it is asked. `api.problems` says with which status."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from engine.errors import ClearwayError, Fault

CHALLENGE = "WWW-Authenticate"


class Refused(ClearwayError):
    """the request cannot be taken"""

    code = "refused"
    headers: ClassVar[Mapping[str, str]] = {}

    def __init__(self, message: str | None = None, faults: Sequence[Fault] = ()) -> None:
        super().__init__(message)
        self.faults = tuple(faults)


class KeyMissing(Refused):
    """the request has no API key; send `Authorization: Bearer cw_live_…`, or sign in at `/login`"""

    code = "key_missing"
    headers: ClassVar[Mapping[str, str]] = {CHALLENGE: 'Bearer realm="clearway"'}


class SessionOver(Refused):
    """the session is over, or ended by somebody; sign in again at `/login`"""

    code = "session_over"
    headers: ClassVar[Mapping[str, str]] = {CHALLENGE: 'Bearer realm="clearway"'}


class CrossSite(Refused):
    """the request comes from a page of another site; open the page here and try again"""

    code = "cross_site"


class CsrfMissing(Refused):
    """a session changes things only with its token; send `X-CSRF-Token`, or the field `csrf` of a form"""

    code = "csrf_missing"


class SessionNeeded(Refused):
    """this is for somebody who is signed in, not for a key"""

    code = "session_needed"


class KeyNotValid(Refused):
    """the API key is unknown, mistyped, expired or revoked; ask whoever runs Clearway for another"""

    code = "key_not_valid"
    headers: ClassVar[Mapping[str, str]] = {CHALLENGE: 'Bearer realm="clearway", error="invalid_token"'}


class ScopeMissing(Refused):
    """a right is needed that is not given"""

    code = "scope_missing"
    headers: ClassVar[Mapping[str, str]] = {CHALLENGE: 'Bearer realm="clearway", error="insufficient_scope"'}

    def __init__(self, scope: str) -> None:
        super().__init__(f"this needs the scope `{scope}`; use a key that has it, or ask an admin for a role that does")


class OtherMerchant(Refused):
    """the API key is bound to another merchant; leave the header `Clearway-Merchant` out"""

    code = "other_merchant"


class ShopBound(Refused):
    """the API key is bound to shops, and this is about the whole merchant; use a key that is not"""

    code = "shop_bound"


class MerchantNotValid(Refused):
    """`Clearway-Merchant` must be 1 to 64 letters, digits, dots, dashes or underscores"""

    code = "merchant_not_valid"


class NotFound(Refused):
    """there is nothing with this identifier, or it is not yours"""

    code = "not_found"


class NotJson(Refused):
    """the body is not JSON; check quotes, commas and brackets"""

    code = "malformed_json"


class NotForm(Refused):
    """the body is no form; send fewer fields"""

    code = "malformed_request"


class NotUtf8(Refused):
    """the file is not UTF-8; save it as CSV in UTF-8 and send it again"""

    code = "unknown_format"


class DocumentRejected(Refused):
    """the document has faults; each is listed with its place"""

    code = "document_rejected"


class MediaTypeNotRead(Refused):
    """this media type is not read here"""

    code = "media_type_not_read"


class BodyTooLarge(Refused):
    """the body is too large"""

    code = "body_too_large"
    headers: ClassVar[Mapping[str, str]] = {"Connection": "close"}


class BodyTooDeep(Refused):
    """the body nests too deeply"""

    code = "body_too_deep"


class BodyTooComplex(Refused):
    """the body has too many members"""

    code = "body_too_complex"


class BodyTooSlow(Refused):
    """the body did not arrive in time; send it again over a faster line, or in smaller parts"""

    code = "body_too_slow"
    headers: ClassVar[Mapping[str, str]] = {"Connection": "close"}


class TooManyRequests(Refused):
    """too many requests came in a short time"""

    code = "too_many_requests"

    def __init__(self, detail: str, after_s: int) -> None:
        super().__init__(detail)
        self.headers = {"Retry-After": str(after_s)}  # type: ignore[misc]


class ParameterRejected(Refused):
    """a parameter cannot be used"""

    code = "parameter_rejected"

    def __init__(self, parameter: str, code: str, detail: str) -> None:
        self.parameter = parameter
        super().__init__(f"`{parameter}`: {detail}", faults=[Fault("", code, detail)])


class CursorNotValid(Refused):
    """the cursor is not one that this listing gave; start again without it"""

    code = "cursor_not_valid"


class IdempotencyKeyMissing(Refused):
    """send the header `Idempotency-Key`, a new one for each thing to be done and the same one to try it again"""

    code = "idempotency_key_missing"


class IdempotencyKeyNotValid(Refused):
    """`Idempotency-Key` must be 1 to 255 visible ASCII characters, bare or in double quotes; 64 are enough"""

    code = "idempotency_key_not_valid"


class IfMatchMissing(Refused):
    """send the header `If-Match` with the ETag of what you changed, so that no change of others is lost"""

    code = "if_match_missing"


class IfMatchNotValid(Refused):
    """`If-Match` must be `*` or a list of ETags in double quotes"""

    code = "if_match_not_valid"


class VersionPassed(Refused):
    """it has changed since you read it; read it again and repeat your change"""

    code = "version_passed"


class NotTakenOver(Refused):
    """the order was decided a moment ago, and fulfilment has not taken it over yet; try again in a moment"""

    code = "not_taken_over"


class NotReady(Refused):
    """the service cannot take requests yet"""

    code = "not_ready"


class LinkEnded(Refused):
    """the link opens nothing any more: it was answered, has expired, was taken back, or another one was sent"""

    code = "link_ended"


class TooManyTries(Refused):
    """too many tries from this address; wait ten minutes"""

    code = "too_many_tries"
