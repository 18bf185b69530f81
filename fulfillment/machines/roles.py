"""Who tells what: the roles from which each event of each machine comes.

`system` is what follows by itself, by a worker or from another machine's step. Over HTTP everybody but analysts needs
the scope `fulfilment:write`, and people, as well as keys that were given a role, tell only the steps of their roles;
analysts decide, hold and release at the desk, and the order follows.
"""

from collections.abc import Mapping
from types import MappingProxyType

from fulfillment.states import Event, Machine, Role

SYSTEM = (Role.SYSTEM,)
GATEWAY = (Role.GATEWAY,)
CARRIER = (Role.CARRIER,)
SERVICE = (Role.SERVICE,)
BY_RULE = (Role.SERVICE, Role.SYSTEM)
PACKER = (Role.PACKER,)
CARRIED = (Role.CARRIER, Role.SERVICE)
UNPACKED = (Role.SERVICE, Role.PACKER)

WHO: Mapping[Machine, Mapping[Event, tuple[Role, ...]]] = MappingProxyType(
    {
        Machine.ORDER: {
            Event.ADMIT: (Role.ANALYST, Role.SYSTEM),
            Event.REJECT: (Role.ANALYST, Role.SYSTEM),
            Event.CANCEL: (Role.ANALYST, Role.SERVICE, Role.SYSTEM),
            Event.RECALL: (Role.ANALYST, Role.SERVICE, Role.SYSTEM),
            Event.PROCEED: (Role.ANALYST, Role.SYSTEM),
            Event.PAY: SYSTEM,
            Event.DELEGATE: SYSTEM,
            Event.SHIP: SYSTEM,
            Event.MOVE: SYSTEM,
            Event.TURN_BACK: SYSTEM,
            Event.DELIVER: (Role.SYSTEM, Role.MARKETPLACE),
            Event.LOSE: SERVICE,
            Event.TAKE_BACK: SYSTEM,
            Event.CLOSE: SYSTEM,
        },
        Machine.PAYMENT: {
            Event.ACCEPT: SERVICE,
            Event.BALANCE: SERVICE,
            Event.WAIVE: SYSTEM,
            Event.GUARANTEE: SYSTEM,
            Event.DEFER: SYSTEM,
            Event.VOID: SYSTEM,
            Event.REFUND: (Role.SERVICE, Role.SYSTEM),
            Event.REFUND_PART: (Role.SERVICE, Role.SYSTEM),
        },
        Machine.FULFILMENT: {
            Event.RESERVE: SYSTEM,
            Event.RUN_SHORT: SYSTEM,
            Event.LAPSE: SYSTEM,
            Event.PICK: SYSTEM,
            Event.FINISH_PICK: (Role.PICKER,),
            Event.COME_UP_SHORT: (Role.PICKER,),
            Event.REVIEW: PACKER,
            Event.REVIEW_FAIL: PACKER,
            Event.CLOSE_BOX: PACKER,
            Event.PACK: PACKER,
            Event.UNPACK: PACKER,
            Event.LABEL: SYSTEM,
            Event.RELABEL: SYSTEM,
            Event.HAND_OVER: (Role.PACKER, Role.CARRIER),
            Event.DELEGATE: SYSTEM,
            Event.CANCEL: (Role.SERVICE, Role.SYSTEM),
        },
        Machine.SHIPMENT: {
            Event.VOID: SYSTEM,
            Event.HAND_OVER: (Role.PACKER, Role.CARRIER),
            Event.COME_BACK: CARRIED,
            Event.CORRECT: CARRIED,
            Event.WRITE_OFF: SERVICE,
            Event.RESOLVE: SYSTEM,
        },
        Machine.RETURN: {
            Event.AUTHORISE: SERVICE,
            Event.DECLINE: SERVICE,
            Event.SEND: (Role.SERVICE, Role.CARRIER, Role.SYSTEM),
            Event.LOSE: (Role.SERVICE, Role.CARRIER, Role.SYSTEM),
            Event.RECEIVE: (*UNPACKED, Role.CARRIER, Role.SYSTEM),
            Event.INSPECT: UNPACKED,
            Event.RESTOCK: UNPACKED,
            Event.WRITE_OFF: UNPACKED,
            Event.GIVE_TO_SUPPLIER: UNPACKED,
        },
        Machine.CLAIM: {
            Event.GATHER: BY_RULE,
            Event.FILE: BY_RULE,
            Event.APPEAL: BY_RULE,
            Event.WRITE_OFF: BY_RULE,
            Event.WITHDRAW: BY_RULE,
            Event.EXPIRE: SYSTEM,
        },
    }
)
# Who tells whatever is not listed above.
ELSE: Mapping[Machine, tuple[Role, ...]] = MappingProxyType(
    {
        Machine.ORDER: SYSTEM,
        Machine.PAYMENT: GATEWAY,
        Machine.FULFILMENT: SYSTEM,
        Machine.SHIPMENT: CARRIER,
        Machine.RETURN: SYSTEM,
        Machine.CLAIM: SERVICE,
    }
)


def who_tells(machine: Machine, event: Event) -> tuple[Role, ...]:
    """The roles from which an event of a machine comes."""
    return WHO[machine].get(event, ELSE[machine])


def may_tell(who: tuple[Role, ...], tellers: frozenset[Role] | None) -> bool:
    """Whether somebody in these roles, None for anybody, may tell an event that comes from `who`.

    What also follows by itself, anybody may set off: their own step was looked at before.
    """
    return tellers is None or Role.SYSTEM in who or not tellers.isdisjoint(who)
