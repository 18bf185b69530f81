"""The measuring script counts what it says it counts."""

import json
from pathlib import Path

from tests.benchmarks.accuracy_address import measure

GOOD = {"country_code": "DE", "city": "Berlin", "postcode": "10999", "street": "Musterweg 5"}


def test_measure_when_half_is_right_then_it_says_half(tmp_path: Path) -> None:
    rows = {
        "valid": [GOOD, {**GOOD, "city": ""}],
        "invalid": [{**GOOD, "street": "", "blame": "street"}, {**GOOD, "blame": "city"}],
        "postcode_territory_own": [{"claimed": "FR", "postcode": "97300", "actual": "GF"}],
    }
    for name, listed in rows.items():
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, listed)), encoding="utf-8")
    shares = measure(tmp_path)
    assert (shares["valid: error"], shares["invalid: field blamed"], shares["postcodes: right territory"]) == (
        0.5,
        0.5,
        1,
    )
    assert "phones: refused" not in shares
