"""What an edition says otherwise than the one that decided: rules, policy, channels, law, rates, other knowledge."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from engine.admission import Admission
from engine.desk.bulk.law_shift import LawShift, law_shift
from engine.rulebook.book import Policy

# Files of an edition that no decision reads: they serve papers, parcels, money and examples.
UNREAD = (
    "column_profiles/",
    "demo/",
    "notices/",
    "packing/",
    "payments/",
    "settlement/",
    "slips/",
    "product_columns.yaml",
)
COUNTRIES = "restricted_goods/countries/"
RATES = "fx/"
README = "README.md"
# Files that only customs papers and declarations read.
DECIDES_NOTHING = frozenset({"customs/paper_fields.yaml", "customs/declared_values.yaml"})
NOT_KNOWN = "an edition whose files are not known"


@dataclass(frozen=True)
class EditionShift:
    """`before` decided, `after` decides now. `paths` are the files of data that differ, None where that is unknown."""

    before: Admission
    after: Admission
    paths: frozenset[str] | None
    channels: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Which channels know something else."""
        old, new = self.before.book.channels, self.after.book.channels
        changed = (name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
        object.__setattr__(self, "channels", frozenset(changed))

    @cached_property
    def policy(self) -> tuple[str, ...]:
        """Parts of the policy that decide and that differ."""
        old, new = _deciding(self.before.book.policy), _deciding(self.after.book.policy)
        return tuple(name for name in old if old[name] != new[name])

    @cached_property
    def reading(self) -> frozenset[str]:
        """Files of data that decisions read and that differ."""
        if self.before.knowledge is self.after.knowledge:
            return frozenset()
        if self.paths is None:
            return frozenset({NOT_KNOWN})
        return frozenset(each for each in self.paths if is_read(each))

    @cached_property
    def knowledge(self) -> frozenset[str]:
        """Those of them of which it cannot be told which orders they touch."""
        return frozenset(each for each in self.reading if not each.startswith((COUNTRIES, RATES)))

    @cached_property
    def rates(self) -> bool:
        """Whether an amount may be worth something else in euros."""
        old, new = self.before.knowledge.rates, self.after.knowledge.rates
        return old is not new and old != new

    @cached_property
    def law(self) -> LawShift | None:
        """What country files state otherwise."""
        if not any(each.startswith(COUNTRIES) for each in self.reading):
            return None
        return law_shift(self.before.knowledge.goods, self.after.knowledge.goods)


def is_read(path: str) -> bool:
    """Whether decisions read a file of the data, by its path inside of them."""
    return not path.startswith(UNREAD) and not path.endswith(README) and path not in DECIDES_NOTHING


def differing_paths(old: Mapping[str, str], new: Mapping[str, str], prefix: str) -> frozenset[str]:
    """Paths under a folder whose content differs, without the folder."""
    return frozenset(_differing(old, new, prefix))


def _differing(old: Mapping[str, str], new: Mapping[str, str], prefix: str) -> Iterable[str]:
    for path in old.keys() | new.keys():
        if path.startswith(prefix) and old.get(path) != new.get(path):
            yield path.removeprefix(prefix)


def _deciding(policy: Policy) -> Mapping[str, object]:
    names = ("score_sets", "score_cap", "bands", "let_through")
    return {name: getattr(policy, name) for name in names}
