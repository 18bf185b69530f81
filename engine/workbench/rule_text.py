"""Rules and messages as the text of rule files."""

from engine.rulebook.domain import Domain
from engine.rulebook.form import PLACEHOLDER
from engine.workbench.example_case import Example

_SCHEMA = "# yaml-language-server: $schema=../rule.schema.json\n"
_MESSAGES = {
    "zh": ("发现了什么，给员工看", "员工应如何处理", "买家可以看到的内容"),
    "en": ("what was found, for staff", "what to do about it, for staff", "what the buyer may read"),
}


def top_of_file(set_: str, owner: str) -> str:
    """The beginning of a new file of rules."""
    return f"{_SCHEMA}format: 1\nset: {set_}\ndefaults: {{owner: {quoted(owner)}, on_missing: skip}}\nrules:\n"


def rule_text(
    domain: Domain, set_: str, id_: str, title: str, owner: str, verdict: str, reason: str, shown: Example
) -> str:
    """One rule as an item of `rules:`, a draft."""
    ask = ", ask: []" if verdict == domain.asking_verdict else ""
    lines = [
        f"  - id: {id_}",
        "    version: 1",
        f"    title: {quoted(title)}",
        f"    scope: {shown.scope}",
        "    status: draft",
        *([f"    owner: {quoted(owner)}"] if owner else []),
        f"    when: {shown.when}",
        f"    then: {{outcome: {verdict}, severity: medium, reason: {reason}, acts: {domain.actors[0]}{ask}}}",
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
    return f"{reason}:\n" + "".join(f"  {key}: {each}\n" for key, each in zip(("text", "fix", "customer"), told))


def quoted(text: str) -> str:
    """A text as YAML in double quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _open(what: str) -> str:
    return quoted(f"{PLACEHOLDER}: {what}>")


def _nothing(shown: Example, domain: Domain) -> str:
    return f"{{{domain.part}s: [{{}}]}}" if shown.scope == domain.part else "{}"
