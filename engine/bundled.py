"""Where the rule book and the data that come with Clearway lie: beside the code, or inside the installed package."""

from importlib.resources import files
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]


def rules_folder() -> Path:
    """The rule book that this version came with."""
    return _folder("rules", "policy.yaml")


def data_folder() -> Path:
    """The project data that this version came with."""
    return _folder("data", "restricted_goods")


def lints_folder() -> Path:
    """The pages of documentation about faults of rule files, one each."""
    beside = REPOSITORY / "docs" / "lints"
    return beside if beside.is_dir() else Path(str(files("engine"))) / "_bundled" / "lints"


def _folder(name: str, holds: str) -> Path:
    # An installed package may stand beside a stranger's folder `data`, so what it holds is asked too.
    beside = REPOSITORY / name
    if (beside / holds).exists():
        return beside
    return Path(str(files("engine"))) / "_bundled" / name
