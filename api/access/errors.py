"""What is refused to people at the door, each with a stable code.

AccessError
├── LoginRefused       e-mail and password do not belong together, or the person may not come in
├── LoginLocked        too many tries; when to try again
├── LinkNotValid       a one-time link is unknown, used or over
├── PasswordWeak       a password that will not do
├── PersonRefused      a name, e-mail, role or binding cannot be
├── GrantTooWide       nobody hands on more than they have
├── LastAdmin          nobody would be left who may let others in
├── KeyNotRotatable    the key is revoked or over
├── ProviderRefused    the identity provider vouches for nobody who may come in
└── ProviderDown       the identity provider does not answer
"""

from collections.abc import Mapping

from engine.errors import ClearwayError


class AccessError(ClearwayError):
    """this cannot be done at the door"""

    code = "access_error"


class LoginRefused(AccessError):
    """e-mail and password do not belong together, or whoever it is may not come in"""

    code = "login_refused"


class LoginLocked(AccessError):
    """too many tries with this address"""

    code = "login_locked"

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        self.headers: Mapping[str, str] = {"Retry-After": str(seconds)}
        super().__init__(f"too many tries with this address; try again in {seconds} seconds")


class LinkNotValid(AccessError):
    """the link was used already, or its time is over; ask for another"""

    code = "link_not_valid"


class PasswordWeak(AccessError):
    """the password will not do"""

    code = "password_weak"

    def __init__(self, detail: str) -> None:
        super().__init__(f"the password {detail}")


class PersonRefused(AccessError):
    """this person cannot be kept like this"""

    code = "person_refused"

    def __init__(self, field: str, detail: str) -> None:
        self.field = field
        super().__init__(f"`{field}` {detail}")


class GrantTooWide(AccessError):
    """nobody hands on more than they have; leave out what you have not"""

    code = "grant_too_wide"


class LastAdmin(AccessError):
    """nobody would be left who may let others in; make another admin first"""

    code = "last_admin"


class KeyNotRotatable(AccessError):
    """the key is revoked or over; make a new one"""

    code = "key_not_rotatable"


class ProviderRefused(AccessError):
    """the identity provider vouches for nobody who may come in"""

    code = "provider_refused"


class ProviderDown(AccessError):
    """the identity provider does not answer; try again in a minute"""

    code = "provider_down"
