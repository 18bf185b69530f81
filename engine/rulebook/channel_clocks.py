"""`clocks:` of a channel: how long it waits for a parcel before it cancels, by the names of dated parameters."""

from collections.abc import Mapping
from datetime import date

from engine.rulebook.book import ChannelClocks, Param
from engine.rulebook.faults import Faults, did_you_mean
from engine.rulebook.form import Form, open_form
from engine.rulebook.nodes import Node
from engine.rulebook.shape import Shape, part, text
from engine.rulebook.source import Span

CLOCKS = "clocks"
CLOCKS_PART = part(CLOCKS, "how long the channel waits, by dated parameters", CLOCKS)
_FORM, _LIKE = r"\$[a-z][a-z0-9_.]*", "$channel.amazon_auto_cancel_days"
CLOCKS_SHAPE = Shape("clock of a channel", (
    text("ship_within_days", "working days from order to dispatch, where the order states no day", form=_FORM,
         like=_LIKE),
    text("auto_cancel_days", "working days behind the day to ship by after which the channel cancels", form=_FORM,
         like=_LIKE),
))  # fmt: skip
MOST_DAYS = 366


def read_clocks(node: Node | None, params: Mapping[str, Param], faults: Faults) -> ChannelClocks:
    """The clocks; none where nothing is written."""
    form = open_form(node, CLOCKS_SHAPE, faults)
    if form is None:
        return ChannelClocks()
    return ChannelClocks(
        ship_within_days=_named(form, "ship_within_days", params, faults),
        auto_cancel_days=_named(form, "auto_cancel_days", params, faults),
    )


def _named(form: Form, key: str, params: Mapping[str, Param], faults: Faults) -> str:
    name = form.text(key).removeprefix("$")
    if not name:
        return ""
    param = params.get(name)
    if param is None:
        faults.add("R022", f"there is no parameter `{name}`", form.at(key), did_you_mean(name, params))
        return ""
    return name if _fits(param, form.at(key), faults) else ""


def _fits(param: Param, span: Span, faults: Faults) -> bool:
    if all(type(each.value) is int and 0 <= each.value <= MOST_DAYS for each in param.entries):
        return True
    message = f"the parameter `{param.name}` counts no days"
    faults.add("R035", message, span, f"name one whose values are whole numbers from 0 to {MOST_DAYS}")
    return False


def days_of(name: str, params: Mapping[str, Param], decided_on: date, placed_on: date) -> int | None:
    """The number of days in force; None where there is no such clock, or not yet."""
    param = params.get(name)
    value = None if param is None else param.value(decided_on, placed_on)
    return value if type(value) is int else None
