"""`messages/<locale>.yaml` -> the texts of each reason, and the check that every reason can be told."""

import re
from collections.abc import Iterable, Mapping, Set
from pathlib import PurePosixPath

from engine.rulebook.book import Message
from engine.rulebook.domain import Domain
from engine.rulebook.faults import Faults, did_you_mean, nearest
from engine.rulebook.form import PLACEHOLDER, Form, open_form
from engine.rulebook.nodes import Entry, Node
from engine.rulebook.rule import DECIDING, Rule
from engine.rulebook.rule_shape import REASON_FORM
from engine.rulebook.shape import Shape, text
from engine.rulebook.source import Span
from engine.rulebook.top import named_entries

SOURCE_LOCALE = "en"
COMPLETE_LOCALES = ("en", "zh")

Catalogue = dict[str, dict[str, Message]]

_COMPLETE = Shape("message", (
    text("text", "what was found, for staff", required=True),
    text("fix", "what to do about it, for staff", required=True),
    text("customer", "what the buyer may read"),
))  # fmt: skip
# Other languages need only speak to the buyer; staff fall back to the source language.
PARTIAL = Shape("message", (text("text", "for staff"), text("fix", "for staff"), text("customer", "for the buyer")))
_PARTS = ("text", "fix", "customer")
# `{fact|# day|# days}`: the first where the fact is 1, else the second; of three the first is for 0. `#` is the value.
BY_NUMBER, FORMS = "|", (2, 3)
COUNTED = "write {fact.name|one|many} or {fact.name|none|one|many}"
_QUOTED = re.compile(r"\{([^{}]*)\}|[{}]")


def locale_of(path: str) -> str:
    """`messages/zh.yaml` -> `zh`."""
    return PurePosixPath(path).stem


def read_messages(path: str, node: Node, domain: Domain, faults: Faults) -> dict[str, Message]:
    """The messages of one language by reason."""
    shape = _COMPLETE if locale_of(path) in COMPLETE_LOCALES else PARTIAL
    found: dict[str, Message] = {}
    for entry in named_entries(node, "reason", REASON_FORM, faults):
        form = open_form(entry.value, shape, faults)
        if form is not None:
            found[entry.key] = Message(*(_text(form, name, domain, faults) for name in _PARTS))
    return found


def message_of(entry: Entry, domain: Domain, faults: Faults) -> Message | None:
    """Texts that somebody puts in the place of a message's; what is left out stays as it is there."""
    form = open_form(entry.value, PARTIAL, faults)
    return None if form is None else Message(*(_text(form, name, domain, faults) for name in _PARTS))


def _text(form: Form, name: str, domain: Domain, faults: Faults) -> str:
    value = form.text(name)
    for quoted in _QUOTED.finditer(value):
        if quoted.group(1) is None:
            faults.add("R027", "a brace without its partner", form.at(name), "write {fact.name}")
            continue
        fact, *words = quoted.group(1).split(BY_NUMBER)
        if words and (len(words) not in FORMS or not all(words)):
            faults.add(
                "R027", f"what `{fact}` says by its number has no word for one or for many", form.at(name), COUNTED
            )
        elif fact not in domain.lexicon:
            hint = did_you_mean(fact, domain.lexicon)
            faults.add("R027", f"the message quotes `{fact}`, which is not a fact", form.at(name), hint)
    return value


def check_messages(
    reasons: Mapping[str, Span],
    catalogue: Catalogue,
    domain: Domain,
    faults: Faults,
    unread: Set[str] = frozenset(),
) -> None:
    """Report the reasons, each with a place that gives it, that lack a text in a language which must be complete.

    Nothing is asked of the `unread` languages, whose files are refused already.
    """
    if SOURCE_LOCALE in unread or not _all_there(catalogue, unread, faults):
        return
    source = catalogue.get(SOURCE_LOCALE, {})
    own = Span(f"messages/{SOURCE_LOCALE}.yaml", 1, 1)
    needed = {**dict.fromkeys(domain.own_reasons, own), **reasons}
    for reason, span in needed.items():
        if reason not in source:
            near = nearest(reason, source)
            hint = f"add it to messages/{SOURCE_LOCALE}.yaml" if near is None else f"did you mean `{near}`?"
            faults.add("R023", f"the reason `{reason}` has no message", span, hint)
            continue
        for locale in COMPLETE_LOCALES:
            if locale not in unread and reason not in catalogue.get(locale, {}):
                hint = f"add it to messages/{locale}.yaml"
                faults.add("R029", f"the reason `{reason}` has no message in `{locale}`", span, hint)


def _all_there(catalogue: Catalogue, unread: Set[str], faults: Faults) -> bool:
    """Whether each language that must be complete has a file: without one, every reason would be told as a fault."""
    for locale, code in zip(COMPLETE_LOCALES, ("R023", "R029"), strict=True):
        if locale not in catalogue and locale not in unread:
            path = f"messages/{locale}.yaml"
            faults.add(code, f"there is no {path}", Span(path, 1, 1), "write a text for every reason into it")
    return all(locale in catalogue or locale in unread for locale in COMPLETE_LOCALES)


def check_placeholders(rules: Iterable[Rule], catalogue: Catalogue, faults: Faults) -> None:
    """Refuse rules that are run and would be told in words that nobody has written yet."""
    open_ = {
        reason
        for messages in catalogue.values()
        for reason, each in messages.items()
        if any(PLACEHOLDER in words for words in (each.text, each.fix, each.customer))
    }
    for rule in rules:
        if rule.then.reason in open_ and rule.status in DECIDING:
            refuse_placeholders(rule, faults)


def refuse_placeholders(rule: Rule, faults: Faults) -> None:
    """A rule that is run must be written to its end."""
    message = f"{rule.id} is {rule.status} and still holds placeholders"
    faults.add("R086", message, rule.span, "fill them in, or write status: draft")


def untranslated(reasons: Iterable[str], catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """By language, the reasons whose buyer reads the source language because nobody has translated them yet."""
    told = catalogue.get(SOURCE_LOCALE, {})
    needed = sorted(reason for reason in reasons if reason in told and told[reason].customer)
    return {
        locale: tuple(reason for reason in needed if reason not in messages)
        for locale, messages in sorted(catalogue.items())
        if locale not in COMPLETE_LOCALES
    }
