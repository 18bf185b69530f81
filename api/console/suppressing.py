"""The text of `suppressions.yaml` with one more exception, or with one that ends earlier. Comments stay as they are."""

import re
from collections.abc import Mapping
from datetime import date

import yaml

_EMPTY = re.compile(r"^\[\s*\]\s*$", re.MULTILINE)
_ID = re.compile(r"^\s*-\s+id:\s*(\S+)\s*$")
_UNTIL = re.compile(r"^(\s+until:\s*)\S+(.*)$")
FORM = "SUP-{number:03}"


def next_id(text: str) -> str:
    """A number that no exception has yet, also none that a comment speaks of."""
    taken = {int(each) for each in re.findall(r"SUP-(\d+)", text)}
    return FORM.format(number=max(taken, default=0) + 1)


def with_one_more(text: str, entry: Mapping[str, object]) -> str:
    """With this entry behind the others; `[]`, which stands for none, is taken out."""
    written = yaml.safe_dump([dict(entry)], sort_keys=False, allow_unicode=True, width=1000)
    kept = _EMPTY.sub("", text).rstrip("\n")
    return f"{kept}\n{written}" if kept else written


def ended_on(text: str, id_: str, day: date) -> str | None:
    """With this last day for one entry; None where the file does not write it as a block with lines of its own."""
    lines, inside, changed = text.splitlines(), False, 0
    for number, line in enumerate(lines):
        begins = _ID.match(line)
        if begins is not None:
            inside = begins[1].strip("\"'") == id_
        found = _UNTIL.match(line) if inside else None
        if found is not None:
            lines[number] = f"{found[1]}{day.isoformat()}{found[2]}"
            changed += 1
    return "\n".join(lines) + "\n" if changed == 1 else None
