"""What comes back of what was lost, by carrier, lane, kind and month; as JSON and as a table."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.claim_files import file_answer
from api.schemas.claims import FIGURES, ClaimFiguresRead, shown_figures
from api.schemas.moment import Moment
from api.services import Services, ServicesOf
from fulfillment.claims.figures import BY, Figures, added_up, as_table
from fulfillment.store.claim_sums import claim_sums
from fulfillment.store.claims import ClaimsWanted

routes = APIRouter()
Lister = Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.NARROWED))]
By = Literal["carrier", "lane", "kind", "month"]
CSV = "text/csv"


@routes.get(
    "/v1/claim-figures",
    **operation("claim_figures", "Count what comes back", Tag.CLAIMS, Returns(ClaimFiguresRead, FIGURES)),
)
def claim_figures(
    services: ServicesOf,
    who: Lister,
    by: Annotated[list[By] | None, Query(description="What rows are counted by; all four, if left out.")] = None,
    since: Annotated[Moment | None, Query(description="Cases that were opened then or later.")] = None,
    until: Annotated[Moment | None, Query(description="And before then.")] = None,
) -> Response:
    """By carrier, lane, kind and month in which the case was opened. Cases that were withdrawn are left out."""
    return answer(shown_figures(_counted(services, who, _named(by), since, until)))


@routes.get(
    "/v1/claim-figures.csv",
    **operation(
        "claim_figures_csv", "Count what comes back, as a table", Tag.CLAIMS,
        Returns(None, "carrier,lane,kind,month,…", media_type=CSV),
    ),
)  # fmt: skip
def claim_figures_csv(
    services: ServicesOf,
    who: Lister,
    by: Annotated[list[By] | None, Query(description="What rows are counted by; all four, if left out.")] = None,
    since: Annotated[Moment | None, Query(description="Cases that were opened then or later.")] = None,
    until: Annotated[Moment | None, Query(description="And before then.")] = None,
) -> Response:
    """The same for spreadsheets; no cell begins as a formula does."""
    names = _named(by)
    return file_answer(as_table(_counted(services, who, names, since, until), names), CSV, "claims.csv")


def _counted(
    services: Services, who: Caller, by: tuple[str, ...], since: datetime | None, until: datetime | None
) -> tuple[Figures, ...]:
    wanted = ClaimsWanted(shops=who.shops, since=since, until=until)
    with services.database.read() as session:
        return added_up(claim_sums(session, who.merchant, wanted, by))


def _named(by: list[By] | None) -> tuple[str, ...]:
    return tuple(each for each in BY if by is None or each in by)
