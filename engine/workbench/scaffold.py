"""A new rule as the files of a rule book would hold it: a draft with tests, and with messages for its reason.

The rule is written below the last one of its file and read back: what comes out is a draft that the reader takes, or
nothing is written at all. What only a person can say stands there as `<fill in: …>`; a check tells of every one, and a
rule that is live or in shadow may hold none.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from engine.errors import ClearwayError
from engine.lexicon.spec import Fact, FactType, Scope
from engine.rulebook.domain import Domain
from engine.rulebook.faults import did_you_mean
from engine.rulebook.folder import MESSAGES, read_sound
from engine.rulebook.form import PLACEHOLDER
from engine.rulebook.rule import Status
from engine.rulebook.rule_shape import ID_FORM, REASON_FORM
from engine.workbench.example_case import example
from engine.workbench.rule_text import Draft, message_text, rule_text, top_of_file
from engine.workbench.taken import Taken, taken

_NEW = "new"
_ACTS = re.compile(r"\bacts: ([a-z_]+)")


class NotScaffolded(ClearwayError):
    """the rule cannot be written"""

    code: ClassVar[str] = "rule_not_scaffolded"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRule:
    """What is known of a rule to come; blank is left to choose. `messages`: text, fix, customer by language."""

    set: str
    id: str = ""
    theme: str = ""
    title: str = ""
    fact: str = ""
    verdict: str = ""
    reason: str = ""
    owner: str = ""
    messages: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scaffold:
    """The new rule's id, the place of its file, and every file that changes, by path."""

    id: str
    path: str
    files: dict[str, str]


def scaffold(texts: Mapping[str, str], domain: Domain, wanted: NewRule, lock: str = "") -> Scaffold:
    """The files with the new rule in them. `lock` is the text of `rules.lock`, whose ids are taken for ever.

    Raises NotScaffolded when the id is taken or of another set, when a word is unknown, or when the file cannot be
    added to.
    """
    _check_words(domain, wanted)
    known = taken(texts, domain, wanted.set, lock)
    id_ = wanted.id or known.next_id(wanted.theme)
    _check_id(id_, known, wanted)
    path = f"{wanted.set}/{wanted.theme}.yaml" if wanted.theme else known.file_of(id_) or f"{wanted.set}/{_NEW}.yaml"
    reason = wanted.reason or id_.replace("-", "_")
    fact = _fact(domain, wanted)
    text = texts.get(path) or top_of_file(wanted.set, wanted.owner or _fill("who answers for the rules"))
    verdict = wanted.verdict or domain.missing_verdict
    draft = Draft(
        id=id_,
        title=wanted.title or _fill("what the rule notices, in one line"),
        owner=wanted.owner if path in texts else "",
        verdict=verdict,
        reason=reason,
        acts=_acts(texts, domain, wanted.set, verdict),
        shown=example(fact, domain),
    )
    gap = "\n" if path in texts else ""
    rule = f"{text.rstrip()}\n{gap}{rule_text(draft, domain)}"
    files = {path: rule, **_messages(texts, reason, wanted)}
    _prove({**texts, **files}, domain, id_, path)
    return Scaffold(id_, path, files)


def _acts(texts: Mapping[str, str], domain: Domain, set_: str, verdict: str) -> str:
    """Who acts on most rules of the set; the customer only where a question is put to it."""
    customer = domain.actors[0]
    if verdict == domain.asking_verdict:
        return customer
    named = [name for path in texts if path.startswith(f"{set_}/") for name in _ACTS.findall(texts[path])]
    counted = Counter(name for name in named if name in domain.actors and name != customer)
    return counted.most_common(1)[0][0] if counted else domain.actors[-1]


def _fill(what: str) -> str:
    return f"{PLACEHOLDER}: {what}>"


def _check_words(domain: Domain, wanted: NewRule) -> None:
    words = (
        ("set", wanted.set, domain.sets),
        ("outcome", wanted.verdict or domain.neutral, domain.precedence),
        ("fact", wanted.fact or next(iter(domain.lexicon)), tuple(domain.lexicon)),
    )
    for name, word, known in words:
        if word not in known:
            raise NotScaffolded(f"there is no {name} `{word}`; {did_you_mean(word, known)}")
    if wanted.reason and re.fullmatch(REASON_FORM, wanted.reason) is None:
        raise NotScaffolded(f"`{wanted.reason}` has not the form of a reason; write it like PAY_CHECKS_FAILED")


def _check_id(id_: str, known: Taken, wanted: NewRule) -> None:
    if re.fullmatch(ID_FORM, id_) is None:
        raise NotScaffolded(f"`{id_}` has not the form of an id; write it like {known.letters}-012")
    if not id_.startswith(f"{known.letters}-"):
        raise NotScaffolded(f"ids of the set `{wanted.set}` begin with {known.letters}; {known.next_id('')} is free")
    if id_ in known.ids:
        raise NotScaffolded(f"{id_} is taken, or was once; {known.next_id(wanted.theme)} is free")


def _fact(domain: Domain, wanted: NewRule) -> Fact:
    if wanted.fact:
        return domain.lexicon[wanted.fact]
    whole = (fact for fact in domain.lexicon.values() if fact.scope is Scope.WHOLE and fact.type is FactType.INTEGER)
    return next(whole)


def _messages(texts: Mapping[str, str], reason: str, wanted: NewRule) -> dict[str, str]:
    """The files of messages, where the reason has none yet."""
    files: dict[str, str] = {}
    for locale, words in wanted.messages.items():
        path = f"{MESSAGES}{locale}.yaml"
        text = texts.get(path, "")
        if re.search(rf"^{reason}:", text, re.MULTILINE) is None:
            files[path] = f"{text.rstrip()}\n{message_text(reason, locale, words)}".lstrip()
    return files


def _prove(texts: Mapping[str, str], domain: Domain, id_: str, path: str) -> None:
    """The new rule must read as a draft in which nothing is wrong."""
    read = read_sound(texts, domain)
    rule = next((each for each in read.book.rules if each.id == id_), None)
    if rule is None or rule.status is not Status.DRAFT:
        about = [fault for fault in read.errors if fault.span.path == path or fault.rule == id_]
        why = f": {about[-1].span}: {about[-1].message}" if about else ""
        raise NotScaffolded(f"the rule cannot be added to {path}{why}; repair the file, or name another with --theme")
