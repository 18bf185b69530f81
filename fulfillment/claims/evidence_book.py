"""Reads `data/claims/evidence.yaml`: what each kind of claim is proved with, and who is asked for what."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from engine.goods.files import Record, read_yaml
from fulfillment.claims.kinds import Mishap, Proof

FILE = "claims/evidence.yaml"
PROOFS, KINDS = frozenset(Proof), frozenset(Mishap)
ASKED = frozenset({"buyer", "warehouse", "shipping", "finance"})


@dataclass(frozen=True, slots=True)
class Asked:
    """Which proofs there must be, and which go along where they are there."""

    needed: tuple[Proof, ...]
    helpful: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class _More:
    carriers: frozenset[str]
    kinds: frozenset[str]
    needed: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class EvidenceBook:
    """`of`: who is asked for each proof."""

    of: Mapping[Proof, str]
    kinds: Mapping[str, Asked]
    where: tuple[_More, ...]

    def asked(self, kind: str, carrier: str) -> Asked:
        """What a kind of claim against a carrier is proved with."""
        usual = self.kinds[kind]
        more = [
            proof
            for each in self.where
            if carrier in each.carriers and kind in each.kinds
            for proof in each.needed
            if proof not in usual.needed
        ]
        needed = (*usual.needed, *dict.fromkeys(more))
        return Asked(needed, tuple(each for each in usual.helpful if each not in needed))


@cache
def load_evidence(data: Path) -> EvidenceBook:
    """Reads and checks it. Raises DataRejected with the place of what is wrong."""
    file = read_yaml(data / FILE, name=FILE)
    people = file.part("of")
    of = {proof: people.choice(proof, ASKED) for proof in Proof}
    people.close()
    part = file.part("kinds")
    kinds = {str(kind): _asked(part.part(kind)) for kind in Mishap}
    part.close()
    where = file.each("where", _more)
    file.close()
    return EvidenceBook(MappingProxyType(of), MappingProxyType(kinds), where)


def _asked(record: Record) -> Asked:
    found = Asked(_proofs(record, "needed"), _proofs(record, "helpful"))
    record.close()
    return found


def _more(record: Record) -> _More:
    found = _More(
        frozenset(record.texts("carriers")), frozenset(record.choices("kinds", KINDS)), _proofs(record, "needed")
    )
    record.close()
    return found


def _proofs(record: Record, key: str) -> tuple[Proof, ...]:
    return tuple(Proof(each) for each in record.choices(key, PROOFS))
