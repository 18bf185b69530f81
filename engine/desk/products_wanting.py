"""What a decision asks of product data: which attribute of which SKU an order waits for, and which SKUs it holds."""

from collections.abc import Mapping

from engine.decision import Decision, Finding
from engine.lexicon.spec import Value
from engine.order.line import Line
from engine.order.order import Order
from engine.products.catalogue import Catalogue
from engine.products.effective import effective_lines

WAITING = frozenset({"hold", "ask_customer"})
THE_PRODUCT = frozenset({"product"})  # the SKU itself is what the file lacks
MISSING, STATUS, SKU = "line.product_missing", "line.product_status", "line.sku"


def wanting(decision: Decision) -> dict[str, list[str]]:
    """SKU -> the attributes that the order waits for."""
    found: dict[str, set[str]] = {}
    for finding in decision.findings:
        wanted = wanted_by(finding, decision)
        if wanted is not None:
            sku, attributes = wanted
            found.setdefault(sku, set()).update(attributes)
    return {sku: sorted(attributes) for sku, attributes in sorted(found.items())}


def wanted_by(finding: Finding, decision: Decision) -> tuple[str, frozenset[str]] | None:
    """The SKU and the attributes whose absence a finding waits for; None when it waits for something else."""
    if finding.verdict not in WAITING or finding.waived_by is not None or finding.part is None:
        return None
    sku = _line(decision, finding.part).get(SKU)
    attributes = _attributes(finding.values)
    return (sku, attributes) if isinstance(sku, str) and attributes else None


def named_lines(order: Order, catalogue: Catalogue | None) -> tuple[Line, ...]:
    """The lines as they were sold, and as the seller keeps them: notices name either."""
    if catalogue is None:
        return order.lines
    return (*order.lines, *(each.line for each in effective_lines(order, catalogue, None)))


def skus_of(order: Order, decision: Decision) -> list[str]:
    """All SKUs under which the order is to be found: as sold, as the seller keeps them, and inside kits."""
    lines = () if decision.evaluation is None else decision.evaluation.sheet.parts
    known = {str(line[SKU]) for line in lines if SKU in line}
    return sorted(known | {line.sku for line in order.lines if line.sku})


def _attributes(values: Mapping[str, Value]) -> frozenset[str]:
    missing = values.get(MISSING)
    if isinstance(missing, frozenset) and missing:
        return missing
    return THE_PRODUCT if values.get(STATUS) == "unknown_sku" else frozenset()


def _line(decision: Decision, part: int) -> Mapping[str, Value]:
    lines = () if decision.evaluation is None else decision.evaluation.sheet.parts
    return lines[part - 1] if 0 < part <= len(lines) else {}
