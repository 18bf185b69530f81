"""`channels.yaml` -> what each sales channel never supplies, who bears the payment risk, who collects tax, whose
clock runs, and how it is answered."""

from collections.abc import Mapping
from fnmatch import fnmatchcase

from engine.rulebook.book import Channel, Param
from engine.rulebook.channel_answers import ANSWERS, ANSWERS_PART, read_answers
from engine.rulebook.channel_clocks import CLOCKS, CLOCKS_PART, read_clocks
from engine.rulebook.domain import Domain
from engine.rulebook.faults import Faults, did_you_mean
from engine.rulebook.form import open_form, read_text
from engine.rulebook.nodes import Entry, Node
from engine.rulebook.shape import Shape, flag, texts, word
from engine.rulebook.top import named_entries

RISK_BEARERS = ("seller", "channel")
NAME_FORM = r"[a-z][a-z0-9_]*"
_CHANNEL = Shape("channel", (
    texts("never_supplies", "facts, by name; * stands for any letters"),
    word("bears_payment_risk", "who loses when a payment turns out bad", RISK_BEARERS),
    flag("collects_tax", "whether the channel takes the import tax"),
    CLOCKS_PART,
    ANSWERS_PART,
))  # fmt: skip


def read_channels(node: Node, domain: Domain, params: Mapping[str, Param], faults: Faults) -> dict[str, Channel]:
    """Channels by name."""
    found = (_channel(entry, domain, params, faults) for entry in named_entries(node, "channel", NAME_FORM, faults))
    return {channel.name: channel for channel in found if channel is not None}


def _channel(entry: Entry, domain: Domain, params: Mapping[str, Param], faults: Faults) -> Channel | None:
    form = open_form(entry.value, _CHANNEL, faults)
    if form is None:
        return None
    named = (_pattern(item, domain, faults) for item in form.items("never_supplies"))
    return Channel(
        name=entry.key,
        never_supplies=tuple(name for name in named if name is not None),
        bears_payment_risk=form.word("bears_payment_risk", RISK_BEARERS[0]),
        collects_tax=form.flag("collects_tax"),
        clocks=read_clocks(form.node(CLOCKS), params, faults),
        answers=read_answers(form.node(ANSWERS), faults),
    )


def _pattern(node: Node, domain: Domain, faults: Faults) -> str | None:
    name = read_text(node, "never_supplies", faults)
    if name is None or any(matches(name, fact) for fact in domain.lexicon):
        return name
    groups = {f"{fact.rsplit('.', 1)[0]}.*" for fact in domain.lexicon if "." in fact}
    faults.add("R028", f"no fact is named `{name}`", node.span, did_you_mean(name, {*domain.lexicon, *groups}))
    return None


def matches(name: str, fact: str) -> bool:
    """Whether a name means this fact; `*` in it stands for any letters."""
    return fnmatchcase(fact, name)
