"""Where a slip in a YAML file was made and what to write: libyaml tells where it noticed, often a line later."""

from typing import NamedTuple

import yaml


class Slip(NamedTuple):
    """Line and column from 1, and what to do."""

    line: int
    column: int
    hint: str


_OPENED = {
    "while parsing a flow mapping": "close this `{`, or write the comma that is missing in it",
    "while parsing a flow sequence": "close this `[`, or write the comma that is missing in it",
    "while scanning a simple key": "write a colon and a blank behind the key",
    "while scanning a quoted scalar": "close this quote",
}  # by libyaml's `context`, whose mark is where the unfinished thing begins
_NOTICED = {
    "did not find expected <document start>": "take out a `[]` or `{}` above this, or mend the indentation",
    "did not find expected '-' indicator": "begin all items of a list in the same column",
    "did not find expected key": "begin all keys that belong together in the same column, and close quotes",
    "mapping values are not allowed in this context": "put a text that has a colon in it in quotes, or mend the "
    "indentation",
}  # by libyaml's `problem`
_TAB = "indent with blanks: this is a tab"


def slip(error: yaml.MarkedYAMLError, text: str) -> Slip:
    """The likely slip behind an error of libyaml."""
    opened = _OPENED.get(error.context or "")
    mark = error.context_mark if opened and error.context_mark else error.problem_mark or error.context_mark
    if mark is None:
        return Slip(1, 1, "check indentation and quotes")
    lines = text.splitlines()
    noticed = error.problem_mark
    if noticed is not None and noticed.line < len(lines) and _is_tab(lines[noticed.line], noticed.column):
        return Slip(noticed.line + 1, noticed.column + 1, _TAB)
    hint = opened or _NOTICED.get(error.problem or "", "check indentation and quotes")
    return Slip(mark.line + 1, mark.column + 1, hint)


def _is_tab(line: str, column: int) -> bool:
    """Whether a tab stands where blanks indent, at this place."""
    return line[column : column + 1] == "\t" and not line[:column].strip()
