"""What `clearway shipping what-if` counts and shows."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

from api.cli.clerk import Clerk, at_home
from api.cli.columns import table
from api.cli.failing import Exit, say
from api.cli.service_work import read_stated
from api.composition.house import House
from engine.domains import POLICIES
from engine.policy_books import PolicyBook
from engine.rulebook.folder import load_rulebook
from fulfillment.shipping.desk import ShippingDesk
from fulfillment.shipping.errors import ShippingRefused
from fulfillment.shipping.what_if import Judge, Tally, as_document
from fulfillment.shipping.what_if_report import MOST_MOVES, About, Named, cards, csv_text, page, signed
from fulfillment.shipping.what_if_running import Asked, counted_at_once, judge_in_force
from fulfillment.shipping.what_if_words import WORDS, WhatIfWords

LIVE, DRAFT, SHIPPING = "live", "draft", "shipping"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """What was asked at the command line."""

    since: datetime
    until: datetime
    service: str
    wishes: Path | None
    rules: Path | None
    shops: tuple[str, ...]
    currency: str
    csv: Path | None
    html: Path | None
    as_json: bool

    def asked(self) -> Asked:
        """As it is counted."""
        return Asked(
            since=self.since.replace(tzinfo=UTC), until=self.until.replace(tzinfo=UTC), shops=self.shops or None,
            service=self.service, wishes=None if self.wishes is None else read_stated(self.wishes),
            currency=self.currency,
        )  # fmt: skip


def what_if_counted(clerk: Clerk, counting: Counting) -> Exit:
    """Counts by the policy in force, and by the draft beside it where there is one."""
    says, asked = WORDS[clerk.language.value], counting.asked()
    with at_home() as house:
        desk = house.site.shipping
        if desk is None:
            say("no services are chosen in this house")
            return Exit.SOME_BAD
        try:
            named = list(_counted(house, desk, clerk.merchant, asked, counting.rules))
        except ShippingRefused as refused:
            say(str(refused))
            return Exit.SOME_BAD
    about = _about(counting, asked)
    if counting.csv is not None:
        counting.csv.write_text(csv_text(named, counting.currency), encoding="utf-8")
    if counting.html is not None:
        counting.html.write_text(page(about, named, says), encoding="utf-8")
    if counting.as_json:
        told = {policy: as_document(tally) for policy, tally in named}
        sys.stdout.write(f"{orjson.dumps(told, option=orjson.OPT_INDENT_2).decode()}\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in lines(about, named, says))
    return Exit.DONE


def lines(about: About, named: Named, says: WhatIfWords) -> Iterator[str]:
    """For a terminal."""
    yield says.title.format(about.since, about.until)
    yield says.lead.format(about.asked)
    for policy, tally in named:
        yield ""
        yield says.policies[policy]
        yield from (f"  {name}: {value}" for name, value in cards(tally, about.currency, says))
        if tally.lanes:
            yield from table(_cells(tally, about.currency, says))
            yield from (f"  {move}: {many}" for move, many in tally.total().moves.most_common(MOST_MOVES))
            yield from (f"  {says.why_not}: {why} {many}" for why, many in tally.total().why_not.most_common())


def _cells(tally: Tally, currency: str, says: WhatIfWords) -> list[list[str]]:
    heads = [says.shop, says.lane, says.choices, says.same, says.other, says.could_not, says.money]
    rows = [
        [shop, f"{origin} > {country}", str(sums.choices), str(sums.same), str(sums.other), str(sums.could_not),
         signed(sums.minor, currency)]
        for (shop, origin, country), sums in sorted(tally.lanes.items())
    ]  # fmt: skip
    return [heads, *rows]


def _counted(
    house: House, desk: ShippingDesk, merchant: str, asked: Asked, rules: Path | None
) -> Iterator[tuple[str, Tally]]:
    judge = judge_in_force(house.site, merchant)
    yield LIVE, counted_at_once(house.database, desk, judge, merchant, asked)
    if rules is not None:
        yield DRAFT, counted_at_once(house.database, desk, _judge_by(rules), merchant, asked)


def _judge_by(rules: Path) -> Judge:
    """The shipping policy of a folder, or the folder itself where it is one."""
    inside = rules / SHIPPING
    book = PolicyBook(load_rulebook(inside if inside.is_dir() else rules, POLICIES[SHIPPING]))
    return book.judge


def _about(counting: Counting, asked: Asked) -> About:
    what = counting.service or (counting.wishes.name if counting.wishes is not None else "-")
    rules = "" if counting.rules is None else f" + {counting.rules.name}"
    return About(
        asked=f"{what}{rules}", since=asked.since.date().isoformat(), until=asked.until.date().isoformat(),
        currency=counting.currency,
    )  # fmt: skip
