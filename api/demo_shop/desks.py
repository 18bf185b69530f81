"""Who takes orders in and sees to those that wait: the shop, the analyst, the gateway that comes late."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from random import Random

from api.cli.submitting import document_of
from api.demo_shop.buyers import Buyers
from api.demo_shop.lives import Lives
from api.demo_shop.names import DEMO
from api.demo_shop.orders import Planned
from api.demo_shop.town import Town
from engine.desk.intake import submit
from engine.desk.labelling import label
from engine.desk.reviewing import Disposition, assign, settle
from engine.order.order import Order
from engine.simulation import Label
from engine.store.reviews import unresolved_of
from fulfillment.deciding import cancel_order

SHOP, ANALYST = "demonstration shop", "Lin"
LOOKED_AT_H, PAID_H = (1.0, 30.0), (3.0, 50.0)
PAID = 0.8
RISK = frozenset({"declined", "false_words", "vape", "card_code"})
STILL_WAITS = timedelta(days=3)  # nobody has looked yet at what came since, so that the queue is not empty
MENDED_BY_SHOP = {"pending": PAID, "card_code": 0.6, "power_bank": 0.8}


@dataclass
class Desks:
    """Takes orders in, and has everybody else see to them."""

    town: Town
    buyers: Buyers
    lives: Lives
    chance: Random

    def place(self, one: Planned) -> None:
        """An order comes in."""
        order_id, outcome = self._sent(one.order)
        self.lives.follow(order_id, one)
        if one.label is not None:
            self.town.at(one.label.known_at, partial(self._learn, order_id, one.label))
        if outcome == "ask_customer":
            self.buyers.await_question(order_id, one)
        if one.trouble in MENDED_BY_SHOP and self.chance.random() < MENDED_BY_SHOP[one.trouble]:
            self.town.after(partial(self._mend, one.mended), hours=self.chance.uniform(*PAID_H))
        is_late = self.town.ends - self.town.now < STILL_WAITS
        if outcome == "hold" and one.trouble not in MENDED_BY_SHOP and not is_late:
            self.town.after(partial(self._look, order_id, one), hours=self.chance.uniform(*LOOKED_AT_H))

    def _learn(self, order_id: str, told: Label) -> None:
        """Somebody tells what became of it: the analyst, or a card holder weeks later."""
        desk, caller = self.town.house.desk, self.town.caller(ANALYST)
        label(desk, caller, order_id, told.kind, source=told.source, reason_code=told.reason_code)

    def _mend(self, order: Order) -> None:
        """It comes again as it should have been."""
        self._sent(order)

    def _sent(self, order: Order) -> tuple[str, str]:
        decided = submit(self.town.house.desk, self.town.caller(SHOP), document_of(order))
        return decided.row.order_id, decided.row.outcome

    def _look(self, order_id: str, one: Planned) -> None:
        """The analyst looks at a review, unless somebody was quicker."""
        desk, caller = self.town.house.desk, self.town.caller(ANALYST)
        with desk.database.read() as session:
            review = unresolved_of(session, DEMO, order_id)
        if review is None:
            return
        assign(desk, caller, review.id, ANALYST)
        if one.trouble in RISK and self.chance.random() < 0.5:
            settle(desk, caller, review.id, Disposition.FRAUD, "the card holder knows nothing of it")
            label(desk, caller, order_id, "fraud", source="analyst")
            self.town.after(partial(self._cancel, order_id), hours=1)
        elif one.trouble == "wish_to_cancel":
            settle(desk, caller, review.id, Disposition.KEEP, "the buyer wants no parcel")
            self.town.after(partial(self._cancel, order_id), hours=1)
        else:
            settle(desk, caller, review.id, Disposition.RELEASE, "spoken to the buyer by telephone")

    def _cancel(self, order_id: str) -> None:
        with self.town.house.database.write() as session:
            cancel_order(session, self.town.site, self.town.on(order_id, ANALYST), "not to be sent")
