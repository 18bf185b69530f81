"""`make accuracy`: what admission does to synthetic orders, and how well goods, addresses, names and fraud are judged.

`python -m tests.benchmarks.accuracy [DATA]`. The hold budget needs nothing; DATA is a folder with `goods_dev`,
`address_dev`, `sanctions` and `fraud`, sets that are not part of the project. Prints tables and writes
`build/accuracy.json`.
"""

import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.admission import Admission
from engine.bundled import data_folder, rules_folder
from tests.benchmarks import accuracy_address, accuracy_fraud, accuracy_goods, accuracy_parties, party_screening
from tests.benchmarks.hold_budget import OUTCOMES, Catch, HoldBudget, catch, hold_budget
from tests.benchmarks.report import write
from tests.benchmarks.simulated_budget import Budget, many_schemes, simulated_budget

REPORT = Path("build/accuracy.json")
SHOWN_RULES = 5
SIMULATED, SEED = 8_000, 1


def main(arguments: list[str]) -> None:
    """Measures, prints and writes."""
    start = time.monotonic()
    admission = Admission.load(rules_folder(), data_folder())
    rates = admission.knowledge.rates
    budget = hold_budget(admission, rates)
    print(budget_table(budget))
    caught = catch(admission, rates)
    print(catch_table(caught))
    simulated = simulated_budget(admission, many_schemes(SIMULATED, SEED))
    print(simulated_table(simulated))
    report: dict[str, object] = {
        "hold_budget": budget.plain(), "planted": caught.plain(), "simulated": simulated.plain(),
    }  # fmt: skip
    if arguments:
        report |= _development_sets(Path(arguments[0]))
    write(report, REPORT)
    print(f"took {time.monotonic() - start:.0f} s", file=sys.stderr)


def budget_table(budget: HoldBudget) -> str:
    """Shares of outcomes by channel, and the rules that stop most honest orders."""
    lines = ["honest orders, percent", f"{'':>10}" + "".join(f"{outcome:>14}" for outcome in OUTCOMES)]
    for channel, shares in budget.shares().items():
        lines.append(f"{channel:>10}" + "".join(f"{shares[outcome]:>14.2f}" for outcome in OUTCOMES))
    lines.append(f"of those not admitted, {budget.not_paid_yet} wait for their money, as they should")
    lines.append("rules that stop most of them (orders, of which by this rule alone):")
    for rule, count in budget.stops.most_common(SHOWN_RULES):
        lines.append(f"  {rule:<12}{count:>6}{budget.alone[rule]:>6}")
    return "\n".join(lines)


def catch_table(caught: Catch) -> str:
    """Share of planted orders that are stopped, and what is missed."""
    lines = [f"planted orders not admitted: {caught.share():.1f} % of {caught.judged.total()}"]
    lines += [
        f"  missed {label}: {len(ids)} of {caught.judged[label]}, such as {ids[0]}"
        for label, ids in sorted(caught.missed.items())
    ]
    return "\n".join(lines)


def simulated_table(found: Budget) -> str:
    """Honest orders admitted, and planted ones stopped, by rules alone and with a model."""
    shares = [each.honest.shares()["all"][OUTCOMES[0]] for each in (found.rules, found.both)]
    lines = [
        f"simulated orders, {found.honest()} of them honest; no evidence on real fraud (model: {found.classifier})",
        f"{'':>20}{'orders':>8}{'rules':>8}{'with model':>12}",
        f"{'honest, % admitted':>20}{found.honest():>8}{shares[0]:>8.2f}{shares[1]:>12.2f}",
    ]
    lines += [f"{name:>20}{row[0]:>8}{row[1]:>8}{row[2]:>12}" for name, row in found.caught().items()]
    lines.append(f"honest orders that only the model stops: {found.raised}")
    return "\n".join(lines)


def figure_lines(name: str, figures: object) -> Iterator[str]:
    """Figures of any depth, one a line."""
    if isinstance(figures, Mapping):
        for key, inner in figures.items():
            yield from figure_lines(f"{name}, {key}", inner)
    else:
        yield f"{name}: {figures:.4g}"


def _development_sets(data: Path) -> dict[str, object]:
    found: dict[str, object] = {}
    if (data / "goods_dev").is_dir():
        found["goods"] = goods = accuracy_goods.measure(data / "goods_dev")
        print(accuracy_goods.table(goods))
    for name, folder, module in (
        ("address", data / "address_dev", accuracy_address),
        ("parties", data / "sanctions", accuracy_parties),
        ("party screening", data / "sanctions", party_screening),
        ("fraud", data / "fraud", accuracy_fraud),
    ):
        if folder.is_dir():
            found[name] = module.measure(folder)
            print("\n".join(figure_lines(name, found[name])))
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
