"""What applies to a line, told to people and programs."""

from dataclasses import replace

from engine.goods.law import Goods, Journey
from engine.goods.law_report import law_lines, law_report
from engine.goods.screening import Applied
from tests.unit.goods.builders import TODAY, a_line, knowledge


def _applied(
    title: str, destination: str, hs_code: str | None = None, power: float | None = None
) -> tuple[Applied, ...]:
    line = replace(a_line(title, hs_code), laser_mw=power)
    journey = Journey(destination=destination, movement="import", decided_on=TODAY, placed_on=TODAY)
    return knowledge().law.screen_line(Goods(line, knowledge().classifier.classify(line)), journey)


def _laser(power: float | None = None) -> dict[str, object]:
    found = law_report(_applied("Green laser pointer", "AU", power=power))
    return next(each for each in found if each["restriction"] == "AU-LASER-001")


def test_report_when_a_limit_is_exceeded_then_tells_measure_value_and_limit() -> None:
    told = {"measure": "laser_mw", "per": "piece", "unit": "mW", "most": 1.0, "stated": 5.0, "known": 5.0}
    assert _laser(5.0)["limits"] == [{**told, "standing": "exceeded"}]


def test_report_when_a_figure_is_missing_then_the_standing_is_unknown() -> None:
    assert _laser()["standing"] == "unknown"


def test_report_when_found_by_a_code_then_names_its_prefix() -> None:
    found = law_report(_applied("Disposable", "AU", "85434000"))
    vape = next(each for each in found if each["category"] == "vape_ecig")
    assert vape["evidence"] == {"basis": "hs", "term": "854340"}
    assert vape["certain"] is True


def test_lines_when_a_limit_is_exceeded_then_one_line_says_it_all() -> None:
    (told,) = [one for one in law_lines(_applied("Green laser pointer", "AU", power=5.0)) if "LASER-001" in one]
    assert told == (
        "AU-LASER-001 prohibited (laser), on import, by phrase `green laser`, high confidence,"
        " exceeded: laser_mw 5 of 1 per piece, source usps-imm: Individual Country Listings, Australia"
    )
