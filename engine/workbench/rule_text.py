"""Rules and messages as the text of rule files."""

from dataclasses import dataclass

from engine.rulebook.domain import Domain
from engine.rulebook.form import PLACEHOLDER
from engine.workbench.example_case import Example

_SCHEMA = "# yaml-language-server: $schema=../rule.schema.json\n"
_KEYS = ("text", "fix", "customer")
_MESSAGES = {
    "zh": ("发现了什么，给员工看", "员工应如何处理", "买家可以看到的内容"),
    "en": ("what was found, for staff", "what to do about it, for staff", "what the buyer may read"),
}


def top_of_file(set_: str, owner: str) -> str:
    """The beginning of a new file of rules."""
    return f"{_SCHEMA}format: 1\nset: {set_}\ndefaults: {{owner: {quoted(owner)}, on_missing: skip}}\nrules:\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a new rule says; a blank owner is the one of its file."""

    id: str
    title: str
    owner: str
    verdict: str
    reason: str
    acts: str
    shown: Example


def rule_text(draft: Draft, domain: Domain) -> str:
    """One rule as an item of `rules:`, a draft."""
    ask = ", ask: []" if draft.verdict == domain.asking_verdict else ""
    then = f"outcome: {draft.verdict}, severity: medium, reason: {draft.reason}, acts: {draft.acts}{ask}"
    shown = draft.shown
    lines = [
        f"  - id: {draft.id}",
        "    version: 1",
        f"    title: {quoted(draft.title)}",
        f"    scope: {shown.scope}",
        "    status: draft",
        *([f"    owner: {quoted(draft.owner)}"] if draft.owner else []),
        f"    when: {shown.when}",
        f"    then: {{{then}}}",
        f"    references: [{_open('the law, standard or policy it rests on')}]",
        f"    false_positives: [{_open('who is known to meet it without cause')}]",
        "    tests:",
        f"      - {{name: {_open('a case that it must notice')}, given: {shown.meets}, expect: fires}}",
        f"      - {{name: {_open('a like case that it must let pass')}, given: {shown.misses}, expect: quiet}}",
        f"      - {{name: nothing known, given: {_nothing(shown, domain)}, expect: not_evaluable}}",
    ]
    return "\n".join(lines) + "\n"


def message_text(reason: str, locale: str, words: tuple[str, str, str]) -> str:
    """The messages of a reason in one language."""
    open_ = _MESSAGES.get(locale, _MESSAGES["en"])
    told = (quoted(each) if each else _open(what) for each, what in zip(words, open_, strict=True))
    lines = (f"  {key}: {each}\n" for key, each in zip(_KEYS, told, strict=True))
    return f"{reason}:\n{''.join(lines)}"


def quoted(text: str) -> str:
    """A text as YAML in double quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _open(what: str) -> str:
    return quoted(f"{PLACEHOLDER}: {what}>")


def _nothing(shown: Example, domain: Domain) -> str:
    return f"{{{domain.part}s: [{{}}]}}" if shown.scope == domain.part else "{}"
