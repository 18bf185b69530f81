"""Errors of sources; what calls raise is in `fulfillment.channels.errors`.

FulfilmentError
├── FileRefused     a file of events that cannot be taken; names the line
└── SourceRefused   a source that cannot be kept as it is
"""

from fulfillment.errors import FulfilmentError


class FileRefused(FulfilmentError):
    """the file of events cannot be taken"""

    code = "tracking_file_refused"

    def __init__(self, line: int, detail: str) -> None:
        self.line = line
        super().__init__(f"line {line} {detail}; nothing of the file was taken")


class SourceRefused(FulfilmentError):
    """the source cannot be kept as it is"""

    code = "tracking_source_refused"

    def __init__(self, field: str, detail: str) -> None:
        self.field = field
        super().__init__(f"`{field}` {detail}")
