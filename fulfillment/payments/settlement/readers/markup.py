"""Bounded reading of XML: no entities, no document types, a depth that ends, and elements let go when they are read."""

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from fulfillment.payments.settlement.errors import Faults
from fulfillment.payments.settlement.readers.letters import MOST_BYTES
from fulfillment.payments.settlement.readers.sheet import LONGEST_TEXT

MOST_DEPTH = 40


def elements(content: bytes, wanted: frozenset[str], faults: Faults) -> Iterator[tuple[str, Element]]:
    """`start` and `end` of elements with these local names. What an `end` hands out is emptied afterwards.

    Raises ReportRejected for what is no XML, refers to entities or document types, or is nested too deeply.
    """
    if len(content) > MOST_BYTES:
        raise faults.rejected(0, "", "too_large", f"more than {MOST_BYTES:,} bytes; ask for a shorter period")
    depth = 0
    try:
        for event, element in iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            if depth > MOST_DEPTH:
                raise faults.rejected(0, "", "too_deep", f"nested deeper than {MOST_DEPTH}; get it again")
            if tag(element) in wanted:
                yield event, element
                if event == "end":
                    element.clear()
    except DefusedXmlException as bad:
        detail = "the document has entities or a document type, which bank files have not"
        raise faults.rejected(0, "", "unsafe_xml", detail) from bad
    except (ParseError, ValueError, LookupError) as bad:
        detail = "the document is no XML that can be read to its end; get it again"
        raise faults.rejected(0, "", "not_xml", detail) from bad


def tag(element: Element) -> str:
    """The local name, without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element, *path: str) -> Iterator[Element]:
    """Descendants along a path of local names."""
    if not path:
        yield element
        return
    for child in element:
        if tag(child) == path[0]:
            yield from children(child, *path[1:])


def text(element: Element, *path: str) -> str:
    """The first filled text along a path, trimmed and bounded; empty when there is none."""
    return next(texts(element, *path), "")


def texts(element: Element, *path: str) -> Iterator[str]:
    """All filled texts along a path."""
    for found in children(element, *path):
        words = " ".join((found.text or "").split())
        if words:
            yield words[:LONGEST_TEXT]
