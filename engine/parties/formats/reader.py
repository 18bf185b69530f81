"""`read_list`: the files of one list as bytes in, a `PartyList` out; the format is told from the content."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from engine.errors import DataRejected
from engine.parties.formats import eu, ofac_advanced, ofac_csv, sdn_xml, uk, un_xml, us_other
from engine.parties.formats.reading import MOST_BYTES, Collected
from engine.parties.formats.tables import decoded
from engine.parties.party_list import ListReading, PartyList

Collect = Callable[[bytes, Collected, str], date | None]
_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
HEAD = 20_000


@dataclass(frozen=True, slots=True)
class Format:
    """A published format: its name, who publishes it, what the list is called, and its reader."""

    name: str
    source: str
    title: str
    collect: Collect | None  # None: several files make one list


OFAC_CSV = Format("ofac_csv", "OFAC", "OFAC list, delimited", None)
_XML = {
    sdn_xml.ROOT: Format("ofac_xml", "OFAC", "OFAC list, XML", sdn_xml.collect),
    ofac_advanced.ROOT: Format("ofac_advanced", "OFAC", "OFAC list, advanced XML", ofac_advanced.collect),
    un_xml.ROOT: Format("un_xml", "UN", "United Nations Security Council Consolidated List", un_xml.collect),
    eu.ROOT: Format("eu_xml", "EU", "EU consolidated list of financial sanctions", eu.collect_xml),
    uk.ROOT: Format("uk_xml", "UK", "UK Sanctions List", uk.collect_xml),
}


def _undated(collect: Callable[[bytes, Collected, str], None]) -> Collect:
    def dated(data: bytes, collected: Collected, where: str) -> date | None:
        collect(data, collected, where)
        return None

    return dated


_CSL_JSON = Format("csl_json", "CSL", "US Consolidated Screening List", _undated(us_other.collect_csl_json))
_TABLES = (
    (eu.HEADER, Format("eu_csv", "EU", "EU consolidated list of financial sanctions", eu.collect_csv)),
    (us_other.DPL_HEADER, Format("bis_dpl", "BIS", "BIS Denied Persons List", _undated(us_other.collect_dpl))),
    (
        us_other.CSL_HEADER,
        Format("csl_csv", "CSL", "US Consolidated Screening List", _undated(us_other.collect_csl_csv)),
    ),
    (uk.UKSL_HEADER, Format("uk_csv", "UK", "UK Sanctions List", uk.collect_csv)),
    (uk.OFSI_HEADER, Format("ofsi_csv", "UK", "OFSI consolidated list of targets", uk.collect_csv)),
)


def format_of(data: bytes, where: str = "list") -> Format:
    """The format of one file. Raises DataRejected when it is none that is known."""
    head = decoded(data[:HEAD]).lstrip()
    if head.startswith("<"):
        root = _ROOT.search(re.sub(r"<!--.*?-->", "", head, flags=re.DOTALL))
        if root is not None and root[1] in _XML:
            return _XML[root[1]]
    elif head.startswith(("{", "[")):
        return _CSL_JSON
    else:
        columns = {cell.strip(' "\r') for line in head.split("\n")[:4] for cell in re.split(r"[,;\t]", line)}
        for header, known in _TABLES:
            if header in columns:
                return known
        if ofac_csv.width(data, where) is not None:
            return OFAC_CSV
    raise DataRejected(where, "the format is none of those that are known; see docs/how-to-screen-parties.md")


def read_list(
    files: Sequence[bytes], *, dated: date | None = None, title: str | None = None, where: str = "list"
) -> ListReading:
    """One list out of one file, or out of the several delimited files of OFAC in any order.

    `dated` counts only where the content states no date. `where` names the list in errors.
    Raises DataRejected for an unknown format, a file too large, broken XML or JSON, or too many bad rows.
    """
    if not files:
        raise DataRejected(where, "no file was given; name at least one")
    if sum(len(data) for data in files) > MOST_BYTES:
        raise DataRejected(where, f"the files hold more than {MOST_BYTES} bytes; give the list alone")
    formats = {format_of(data, where).name: format_of(data, where) for data in files}
    (known, *others) = formats.values()
    if others or (len(files) > 1 and known.collect is not None):
        raise DataRejected(where, "the files are not parts of one list; load each as a list of its own")
    collected = Collected()
    stated = None
    if known.collect is None:
        _delimited(files, collected, where)
    else:
        stated = known.collect(files[0], collected, where)
    entries = collected.entries(where)
    made = PartyList(
        source=known.source,
        title=title or known.title,
        dated=stated or dated,
        digest=hashlib.sha256(b"".join(hashlib.sha256(data).digest() for data in files)).hexdigest(),
        entries=entries,
    )
    return ListReading(list=made, faults=tuple(collected.faults))


def _delimited(files: Sequence[bytes], collected: Collected, where: str) -> None:
    parts = [(ofac_csv.width(data, where), at, data) for at, data in enumerate(files)]
    if not any(width == ofac_csv.PRIMARY for width, _, _ in parts):
        raise DataRejected(where, "ofac's primary file (SDN.CSV or CONS_PRIM.CSV) is missing; give it too")
    for _, at, data in sorted(parts, key=lambda part: ofac_csv.ORDER.index(part[0] or ofac_csv.PRIMARY)):
        collected.file = at
        ofac_csv.collect(data, collected, where)
