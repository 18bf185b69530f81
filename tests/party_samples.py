"""A small list in the form of the UN Security Council's consolidated list; everybody on it is invented."""

from datetime import date

ENTRY = """<INDIVIDUAL><DATAID>{id}</DATAID><FIRST_NAME>{first}</FIRST_NAME><SECOND_NAME>{second}</SECOND_NAME>
<UN_LIST_TYPE>Sample</UN_LIST_TYPE><REFERENCE_NUMBER>QDi.{id}</REFERENCE_NUMBER><LISTED_ON>2019-01-01</LISTED_ON>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>{alias}</ALIAS_NAME></INDIVIDUAL_ALIAS>
</INDIVIDUAL>"""
PEOPLE = (
    ("901", "Zdravomir", "Exemplarovich", "Zdravo Exemplarov"),
    ("902", "Quintavio", "Sampledano", "Q. Sampledan"),
)


def un_list(dated: date, people: tuple[tuple[str, str, str, str], ...] = PEOPLE) -> bytes:
    """The list as a file."""
    entries = "".join(
        ENTRY.format(id=id_, first=first, second=second, alias=alias) for id_, first, second, alias in people
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST dateGenerated="{dated.isoformat()}T00:00:00Z">'
        f"<INDIVIDUALS>{entries}</INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>"
    ).encode()
