"""The report on a feed of orders, and the first thing that Amazon did not like in it.

Source: Amazon, Selling Partner API XML schemas, ProcessingReport.xsd (release 4.1).
"""

from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from fulfillment.channels.errors import AnswerRefused

ERROR = "Error"
UNTOLD = ("FEED_REFUSED", "Amazon refused the feed without saying why; look in Seller Central")


def first_error(report: bytes) -> tuple[str, str] | None:
    """Code and words of the first error; None where all was taken. Raises AnswerRefused."""
    try:
        root = fromstring(report)
    except (DefusedXmlException, ParseError) as broken:
        raise AnswerRefused("report on the feed") from broken
    for result in root.iter("Result"):
        if result.findtext("ResultCode") == ERROR:
            code = result.findtext("ResultMessageCode") or UNTOLD[0]
            return code, " ".join((result.findtext("ResultDescription") or UNTOLD[1]).split())
    summary = next(root.iter("ProcessingSummary"), None)
    failed = summary.findtext("MessagesWithError") if summary is not None else None
    return UNTOLD if failed not in (None, "0") else None
