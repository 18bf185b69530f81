"""Models: champion and challenger, their cards, how they do, what a threshold would catch, and who gave them roles."""

from collections.abc import Mapping, Sequence

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import Form, acted, filled, told
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.showing import KEY_FIELD, shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words

routes = pages()
SCREEN, PAGE = "models", f"{HOME}/models"
API = "/v1/models"
STEPS = ("rollback", "retire")
MEASURES = ("percentile", "probability")
PERIODS = (7, 30, 90)
USUAL = {"threshold": "99", "measure": "percentile", "days": "30"}
COLUMNS_SHOWN = 12


@routes.get(PAGE)
async def show_models(request: Request) -> Response:
    """Which score orders, all that are registered, and what was done with them."""
    return await _models(await visit_of(request))


@routes.post(f"{PAGE}/step/{{step}}")
async def take_step(request: Request, step: str) -> Response:
    """Goes back to the champion before, or takes a model out of its role."""

    async def ask(visit: Visit, form: Form) -> Reply:
        body: Document = {"why": form.get("why", "")}
        if step == "retire":
            body["challenger"] = form.get("whose") == "challenger"
        return await told(visit, form, f"{API}/{step if step in STEPS else 'nothing'}", body)

    async def shows(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _models(visit, refused)

    return await acted(request, ask, shows, PAGE)


@routes.get(f"{PAGE}/{{version}}")
async def show_model(request: Request, version: str) -> Response:
    """One model; its gates are measured where the address says so, since that takes a while."""
    return await _model(await visit_of(request), version)


@routes.post(f"{PAGE}/{{version}}/override/{{step}}")
async def override_gates(request: Request, version: str, step: str) -> Response:
    """One person asks, another agrees, or somebody takes the wish back."""

    async def ask(visit: Visit, form: Form) -> Reply:
        path = f"{API}/{version}/override"
        match step:
            case "ask":
                return await told(visit, form, path, {"why": form.get("why", "")})
            case "withdraw":
                return await visit.api.send("DELETE", path, key=form.get(KEY_FIELD, ""))
        return await told(visit, form, f"{path}/agree")

    async def shows(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _model(visit, version, refused)

    return await acted(request, ask, shows, f"{PAGE}/{version}")


@routes.post(f"{PAGE}/{{version}}/{{step}}")
async def give_role(request: Request, version: str, step: str) -> Response:
    """Tries it in the champion's shadow, or makes it champion where its gates are open."""

    async def ask(visit: Visit, form: Form) -> Reply:
        path = f"{API}/{version}/{step if step in ('challenge', 'promote') else 'nothing'}"
        return await told(visit, form, path, filled(form, "why"))

    async def shows(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _model(visit, version, refused)

    return await acted(request, ask, shows, f"{PAGE}/{version}")


async def _models(visit: Visit, refused: Reply | None = None) -> Response:
    now = (await visit.api.must(API)).document
    known = await visit.api.must(f"{API}/registered")
    words = Words(SCREEN, visit.language)
    return shown(
        visit, SCREEN, "models.html", refused=refused, said=words["done"] if visit.query.get("said") else "",
        path=PAGE, now=now, rows=known.rows, names={str(each["digest"]): each["version"] for each in known.rows},
        may_approve=visit.may(Scope.RULES_APPROVE),
    )  # fmt: skip


async def _model(visit: Visit, version: str, refused: Reply | None = None) -> Response:
    card = (await visit.api.must(f"{API}/{version}/card")).document
    known = (await visit.api.must(f"{API}/registered")).rows
    asked = {name: visit.query.get(name, usual) for name, usual in USUAL.items()}
    scores = await visit.api.get(f"{API}/{version}/scores", **asked)
    gates = await visit.api.get(f"{API}/{version}/gates") if visit.query.get("gates") else None
    states = (await visit.api.must(f"{API}/{version}/drift")).document["states"]
    waits = (await visit.api.must(f"{API}/{version}/override")).document["asked"]
    words = Words(SCREEN, visit.language)
    found = next((each for each in known if each["version"] == card.get("version")), {})
    return shown(
        visit, SCREEN, "model.html", refused=refused or (None if scores.is_ok else scores),
        said=words["done"] if visit.query.get("said") else "", path=PAGE, address=f"{PAGE}/{version}", found=found,
        version=version, card=card, facts=_facts(card), asked=asked, measures=MEASURES, periods=PERIODS,
        scores=scores.document if scores.is_ok else None, gates=gates, states=states, columns=_columns(states),
        waits=waits,
        may_try=visit.may(Scope.RULES_WRITE), may_approve=visit.may(Scope.RULES_APPROVE),
    )  # fmt: skip


def _facts(card: Document) -> Sequence[tuple[str, object]]:
    """What the card says in few words: how much it was trained on, and how well it did on what it had not seen."""
    made, tested = _part(card.get("made")), _part(card.get("tested"))
    labels, models = _part(made.get("labels")), _part(tested.get("models"))
    told = [("trained_rows", made.get("rows")), ("trained_frauds", labels.get("fraud")),
            ("tested_rows", tested.get("rows")), ("tested_frauds", tested.get("frauds"))]  # fmt: skip
    for kind in ("anomaly", "fraud"):
        figures = _part(models.get(kind))
        told += [(f"{kind}_{name}", figures.get(name)) for name in ("average_precision", "roc_auc")]
    return [(name, value) for name, value in told if value is not None]


def _columns(states: object) -> Sequence[Document]:
    """The features of the newest state that moved most."""
    newest: Mapping[str, object] = states[0] if isinstance(states, list) and states else {}
    found = _part(newest.get("figures")).get("columns")
    rows: list[Document] = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    return sorted(rows, key=lambda each: -float(str(each["psi"])))[:COLUMNS_SHOWN]


def _part(value: object) -> Document:
    return value if isinstance(value, dict) else {}
