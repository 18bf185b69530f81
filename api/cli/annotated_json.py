"""JSON files written again with three keys more in every order."""

import json
from pathlib import Path

from api.cli.annotated import Annotation
from engine.order.decoding import Json
from engine.order.formats.containers import Container, list_in
from engine.order.formats.files import Record

ENTRY = "item"


class AnnotatedJson:
    """One object a line, a list, or a single object; a list in an envelope comes back in that envelope."""

    def __init__(self, source: Path, target: Path, kind: Container) -> None:
        self._is_list = kind is Container.LIST
        prefix = (list_in(source) or ENTRY) if self._is_list else ""
        self._around = [name for name in prefix.split(".") if name not in ("", ENTRY)]
        # What UTF-8 cannot hold is written as JSON escapes it.
        self._file = target.open("w", encoding="utf-8", errors="backslashreplace")
        self._written = 0
        if self._is_list:
            self._file.write("".join(f"{{{json.dumps(name)}: " for name in self._around) + "[\n")

    def add(self, record: Record, annotation: Annotation) -> None:
        """Writes one order."""
        if self._is_list and self._written:
            self._file.write(",\n")
        self._file.write(json.dumps(_document(record.raw, annotation), ensure_ascii=False))
        if not self._is_list:
            self._file.write("\n")
        self._written += 1

    def finish(self) -> None:
        """Closes the list and the file."""
        if self._is_list:
            self._file.write("\n]" + "}" * len(self._around) + "\n")
        self._file.close()


def _document(raw: Json, annotation: Annotation) -> dict[str, Json]:
    # What could not be read as an object is kept as the text that stood there.
    held: dict[str, Json] = raw if isinstance(raw, dict) else {"raw": raw}
    return {
        **held,
        "outcome": annotation.outcome,
        "reasons": annotation.reasons,
        "next_step": annotation.next_step,
    }
