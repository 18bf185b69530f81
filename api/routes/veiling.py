"""A decision made a moment ago, for whoever may not see whom it is about."""

from api.access.caller import Caller
from api.services import Services
from engine.desk.deciding import Decided
from engine.desk.reading import decided_again


def veiled(services: Services, who: Caller, decided: Decided) -> Decided:
    """The decision as this caller may see it: read again without personal values, unless they see people in clear."""
    if who.sees_people:
        return decided
    with services.database.read() as session:
        return decided_again(services.desk, session, decided.row.merchant, decided.row.id, in_clear=False)
