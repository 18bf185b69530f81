"""Looking at editions: which there are, since when each counts, and what differs between two."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.desk.desk import Caller, Desk
from engine.desk.edition_errors import SeveralEditions
from engine.desk.edition_files import changed_paths
from engine.desk.editions import MAIN, standing
from engine.desk.errors import NoEdition, NotFound
from engine.store.editions import Activation, Edition, activations, editions_like, last_activation_of
from engine.store.proposals import Proposal, proposal_of, proposals
from engine.workbench.difference import difference
from engine.workbench.differing import Difference

IN_FORCE = "in-force"
_DIGEST = re.compile(r"[0-9a-f]{4,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An edition, when it last came into force, and whether it is in force now."""

    edition: Edition
    activation: Activation | None
    is_in_force: bool


def named(desk: Desk, caller: Caller, word: str) -> str:
    """The digest that a word means: one in full, the beginning of one, or `in-force`.

    Raises NotFound, SeveralEditions, NoEdition.
    """
    with desk.database.read() as session:
        if word == IN_FORCE:
            activation = standing(session, caller.merchant)
            if activation is None:
                raise NoEdition
            return activation.edition
        if _DIGEST.fullmatch(word) is None:
            raise NotFound("edition", word)
        for merchant in dict.fromkeys((caller.merchant, MAIN)):
            found = editions_like(session, merchant, word)
            if len(found) > 1:
                raise SeveralEditions
            if found:
                return found[0].digest
    raise NotFound("edition", word)


def kept(desk: Desk, caller: Caller, word: str) -> Kept:
    """An edition in full, by what names it."""
    digest = named(desk, caller, word)
    with desk.database.read() as session:
        edition = desk.editions.edition(session, digest, caller.merchant)
        now = standing(session, caller.merchant)
        last = last_activation_of(session, caller.merchant, digest) or last_activation_of(session, MAIN, digest)
    return Kept(edition=edition, activation=last, is_in_force=now is not None and now.edition == digest)


def history(desk: Desk, caller: Caller, limit: int) -> Sequence[tuple[Activation, Edition]]:
    """What came into force for a merchant, newest first."""
    with desk.database.read() as session:
        found = activations(session, caller.merchant, limit)
        return [(each, desk.editions.edition(session, each.edition, caller.merchant)) for each in found]


def proposals_of(desk: Desk, caller: Caller, limit: int, *, only_open: bool = False) -> Sequence[Proposal]:
    """Proposals of a merchant, newest first."""
    with desk.database.read() as session:
        return proposals(session, caller.merchant, limit, only_open=only_open)


def a_proposal(desk: Desk, caller: Caller, id_: str) -> Proposal:
    """One proposal. Raises NotFound."""
    with desk.database.read() as session:
        found = proposal_of(session, caller.merchant, id_)
    if found is None:
        raise NotFound("proposal", id_)
    return found


def between(desk: Desk, caller: Caller, before: str, after: str) -> Difference:
    """What differs between two stored editions, by their digests."""
    with desk.database.read() as session:
        old, new = (desk.editions.edition(session, each, caller.merchant) for each in (before, after))
    paths = changed_paths(old.manifest, new.manifest)
    one, other = (desk.editions.book(each, caller.merchant) for each in (before, after))
    return difference(one, other, paths)
