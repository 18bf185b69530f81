"""A label that looks like one to whoever checks its first bytes, with the address that makes it personal."""

from base64 import b64encode


def a_pdf(name: str) -> bytes:
    """The smallest thing that begins and ends as a PDF does."""
    return f"%PDF-1.4\n% deliver to {name}\n%%EOF\n".encode()


def a_zpl(name: str) -> bytes:
    """One field."""
    return f"^XA^FO20,20^FD{name}^FS^XZ".encode()


def as_text(content: bytes) -> str:
    """As JSON carries it."""
    return b64encode(content).decode()
