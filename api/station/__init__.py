"""The page at `/warehouse`: a shell, a style and scripts of our own, read once a process. It loads nothing else."""

from functools import cache
from importlib.resources import files

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
PAGE = "page.html"
KINDS = {"js": "text/javascript", "css": "text/css", "html": "text/html"}
STYLE = "station.css"
SCRIPTS = ("station.js", "calls.js", "words.js", "screen.js", "picking.js", "reviewing.js")


@cache
def file_of(name: str) -> bytes:
    """The content of one of the files."""
    return (files("api.station") / name).read_bytes()


def media_type(name: str) -> str:
    """By its ending."""
    return KINDS[name.rpartition(".")[2]]
