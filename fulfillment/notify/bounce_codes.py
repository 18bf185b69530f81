"""Which codes of mail servers say that an address will never take anything (RFC 3463, section 3; RFC 7505).

Not those about one message (too long, refused for what is in it), about the sender, or about a mailbox that is full:
the next message may arrive there.
"""

import re

_CODE = re.compile(r"(?:^|-)5\.(\d{1,3})\.(\d{1,3})$")
_OF_SENDER = frozenset({"7", "8"})  # 5.1.7 and 5.1.8 are about the sender's own address
_MAY_PASS = frozenset({"2", "3"})  # 5.2.2: full; 5.2.3: this message is too long for it
_NOWHERE = frozenset({"1", "4"})  # 5.4.1: nobody answers there; 5.4.4: no way leads there


def is_of_address(reply: str) -> bool:
    """Whether a reply to a recipient, or the status of a report, is about the address itself: `550-5.1.1`, `5.1.1`, or
    `550` alone, where nothing more exact is said."""
    found = _CODE.search(reply)
    if found is None:
        return "." not in reply
    subject, detail = found.groups()
    match subject:
        case "0":  # undefined
            return True
        case "1":  # addressing
            return detail not in _OF_SENDER
        case "2":  # the mailbox
            return detail not in _MAY_PASS
        case "4":  # the way there
            return detail in _NOWHERE
        case _:
            return False
