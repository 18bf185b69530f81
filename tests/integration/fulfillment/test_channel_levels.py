"""What channels are told of stock: whole levels in bounded parts, whatever goes wrong on the way, on both databases."""

from engine.store.outbox import Job
from fulfillment.channels.errors import SayingRefused, Throttled
from fulfillment.channels.protocol import Answered, Said, Stock
from fulfillment.channels.words import SayingState
from fulfillment.inventory.channel_stock import keep_rule
from fulfillment.inventory.channel_telling import ChannelStockWork
from fulfillment.inventory.shelves import receive_stock
from fulfillment.jobs import CHANNEL_STOCK
from fulfillment.records import ChannelRule
from tests.channel_house import PlayedChannel, PlayedSale, Teller, a_connection, on
from tests.fulfilment_site import NOON, House


def stock_moves(house: House) -> None:
    """Three articles come in, and channels are looked at."""
    with house.database.write() as session:
        keep_rule(session, ChannelRule(merchant_id="main", channel="amazon"))
        for sku in ("MUG", "TEE", "TEA"):
            receive_stock(session, house.site.ids, "main", sku, "SZX-1", 5, house.clock.now())
    work = ChannelStockWork(house.database, PlayedSale(), house.site.ids, house.clock, house.folder)
    at = {"minute": NOON.isoformat()}
    job = Job(id="job_1", merchant="main", kind=CHANNEL_STOCK, aggregate=CHANNEL_STOCK, payload=at,
              attempts=1, fence=1)  # fmt: skip
    result = work.act(job)
    with house.database.write() as session:
        work.settle(session, job, result)
    house.drain()


def test_levels_when_stock_moves_then_each_connection_is_told_whole_levels_in_bounded_parts(house: House) -> None:
    on(house.database, a_connection(name="berlin"))
    on(house.database, a_connection(id="chn_2", name="paris", id_prefix="P-"))
    teller = Teller(house, PlayedChannel(most_levels=2))
    stock_moves(house)
    told = [said for said in teller.told() if isinstance(said, Stock)]
    assert [len(each.levels) for each in told] == [2, 1, 2, 1]
    assert {(level.sku, level.name, level.pieces) for each in told for level in each.levels} == {
        ("MUG", "B0MUG", 5), ("TEA", "TEA", 5), ("TEE", "TEE", 5),
    }  # fmt: skip
    assert list(house.folder.rglob("channel-stock/*")) == []


class Narrow(PlayedChannel):
    """Takes two sayings, then asks to wait."""

    left = 2

    def say(self, key: str, said: Said) -> Answered:
        self.left -= 1
        if self.left < 0:
            self.left = 2
            raise Throttled(1.0)
        return super().say(key, said)


def test_levels_when_the_channel_asks_to_wait_then_goes_on_where_it_was(house: House) -> None:
    on(house.database, a_connection())
    teller = Teller(house, Narrow(most_levels=1))
    stock_moves(house)
    assert [each.levels[0].sku for each in teller.told() if isinstance(each, Stock)] == ["MUG", "TEA", "TEE"]
    assert (teller.postponed, [each.state for each in teller.sayings()]) == ([1.0], [SayingState.SAID])


def test_levels_when_the_channel_takes_one_not_then_the_others_are_told_and_a_person_sees_to_it(house: House) -> None:
    on(house.database, a_connection())
    teller = Teller(house, PlayedChannel(most_levels=1))
    teller.channel.troubles.append(SayingRefused("SKU_UNKNOWN", "no such listing"))
    stock_moves(house)
    assert len(teller.told()) == 2
    assert [each.error.count("SKU_UNKNOWN") for each in teller.sayings(SayingState.REFUSED)] == [1]
