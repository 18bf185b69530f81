"""What else would have been chosen, as rows, as CSV, and as one HTML page with its style inside, without script."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from engine.order.money import Money
from engine.workbench.frame import environment_of
from fulfillment.shipping.what_if import Sums, Tally
from fulfillment.shipping.what_if_words import ENGLISH, WhatIfWords

OWN = "fulfillment.shipping"
TEMPLATE = "what_if.html"
COLUMNS = (
    "policy", "shop", "origin", "country", "choices", "parcels", "same", "other", "could_not", "looked_at", "compared",
    "before_minor", "difference_minor", "currency", "difference_days", "why_not",
)  # fmt: skip
MOST_MOVES = 20
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What was asked: `asked` in words, days as ISO text, `currency` in which amounts are told."""

    asked: str
    since: str
    until: str
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A difference as a stroke to the left of the middle, cheaper, or to its right; percent of the width."""

    name: str
    amount: str
    left: float
    width: float
    kind: str


Named = Sequence[tuple[str, Tally]]  # which policy -> what came of it


def csv_text(named: Named, currency: str) -> str:
    """A row for each policy, shop and lane."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for policy, tally in named:
        for (shop, origin, country), sums in sorted(tally.lanes.items()):
            writer.writerow([
                policy, _plain(shop), origin, country, sums.choices, sums.parcels, sums.same, sums.other,
                sums.could_not, sums.looked_at, sums.compared, sums.before_minor, sums.minor, currency, sums.days,
                " ".join(f"{why}:{many}" for why, many in sorted(sums.why_not.items())),
            ])  # fmt: skip
    return stream.getvalue()


def page(about: About, named: Named, says: WhatIfWords = ENGLISH) -> str:
    """The page."""
    return (
        environment_of(OWN)
        .get_template(TEMPLATE)
        .render(
            says=says,
            about=about,
            policies=[
                {
                    "name": says.policies.get(policy, policy),
                    "cards": cards(tally, about.currency, says),
                    "bars": bars(tally, about.currency),
                    "lanes": [_lane(place, sums, about.currency) for place, sums in sorted(tally.lanes.items())],
                    "moves": tally.total().moves.most_common(MOST_MOVES),
                    "why_not": tally.total().why_not.most_common(),
                }
                for policy, tally in named
            ],
        )
    )


def cards(tally: Tally, currency: str, says: WhatIfWords) -> list[tuple[str, str]]:
    """The sums of all lanes, in words."""
    total = tally.total()
    return [
        (says.choices, f"{total.choices:,}"),
        (says.same, f"{total.same:,}"),
        (says.other, f"{total.other:,}"),
        (says.could_not, f"{total.could_not:,}"),
        (says.looked_at, f"{total.looked_at:,}"),
        (says.money, signed(total.minor, currency)),
        (says.days, f"{_mean(total):+.1f}" if total.compared else "-"),
        (says.left_out, f"{tally.left_out:,}"),
    ]


def bars(tally: Tally, currency: str) -> list[Bar]:
    """The difference in money of each lane, of all shops."""
    lanes: dict[str, int] = {}
    for (_, origin, country), sums in tally.lanes.items():
        name = f"{origin} > {country}"
        lanes[name] = lanes.get(name, 0) + sums.minor
    most = max((abs(each) for each in lanes.values()), default=0) or 1
    return [_bar(name, minor, most, currency) for name, minor in sorted(lanes.items(), key=lambda each: each[1])]


def signed(minor: int, currency: str) -> str:
    """With its sign."""
    return f"{'+' if minor > 0 else ''}{Money(minor, currency)}"


def _bar(name: str, minor: int, most: int, currency: str) -> Bar:
    width = round(50 * abs(minor) / most, 1)
    left = 50.0 if minor >= 0 else 50 - width
    return Bar(name=name, amount=signed(minor, currency), left=left, width=width, kind="more" if minor > 0 else "less")


def _lane(place: tuple[str, str, str], sums: Sums, currency: str) -> Mapping[str, object]:
    shop, origin, country = place
    return {
        "shop": shop, "lane": f"{origin} > {country}", "choices": sums.choices, "same": sums.same, "other": sums.other,
        "could_not": sums.could_not, "looked_at": sums.looked_at, "money": signed(sums.minor, currency),
        "days": f"{_mean(sums):+.1f}" if sums.compared else "-",
    }  # fmt: skip


def _mean(sums: Sums) -> float:
    return sums.days / sums.compared


def _plain(cell: str) -> str:
    """No program may take a shop's name for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
