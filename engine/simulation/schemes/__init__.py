"""Planted schemes: each module plays one, as a burst of visits by rising time."""

from engine.simulation.burst import Scheme
from engine.simulation.schemes.account_takeover import account_takeover
from engine.simulation.schemes.card_testing import card_testing
from engine.simulation.schemes.forwarder_fraud import forwarder_fraud
from engine.simulation.schemes.friendly_fraud import friendly_fraud
from engine.simulation.schemes.refund_abuse import refund_abuse
from engine.simulation.schemes.reshipping import reshipping
from engine.simulation.schemes.triangulation import triangulation

PLAYED: dict[str, Scheme] = {
    "card_testing": card_testing,
    "account_takeover": account_takeover,
    "reshipping": reshipping,
    "triangulation": triangulation,
    "refund_abuse": refund_abuse,
    "forwarder_fraud": forwarder_fraud,
    "friendly_fraud": friendly_fraud,
}
__all__ = ["PLAYED"]
