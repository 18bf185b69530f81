"""A file as it is handed out to the person whom it is about."""

from base64 import b64encode
from collections.abc import Mapping


def handed_file(media_type: str, content: bytes | None) -> Mapping[str, object] | None:
    """Type and content in base 64 (RFC 4648, section 4); None for what nobody can open any more."""
    return None if content is None else {"media_type": media_type, "content": b64encode(content).decode("ascii")}
