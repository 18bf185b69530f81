"""E-mail addresses: form, domain, throw-away mailboxes, relays, machine-made names.

The only importer of `disposable_email_domains`. A relay's mailbox says nothing about its owner, so nothing is
read from it; a relay that a list of throw-away domains contains is a relay still.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from engine.errors import DataRejected
from engine.facts.known import known
from engine.facts.names import mailbox_likeness
from engine.lexicon.spec import Value

# RFC 5322 dot-atom, letters beyond ASCII by RFC 6531; quoted local parts exist but no shop's buyer has one.
LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*")
LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
LONGEST = 254  # RFC 5321 section 4.5.3.1.3, less the angle brackets
LONGEST_LOCAL = 64
RUN_OF_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{7,}")
CHANGES = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")
NAMED_AFTER_OWNER = 50  # likeness from which no mailbox is called machine-made


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address in its two parts, the domain in lower case and in its ASCII form."""

    local: str
    domain: str


@cache
def disposable_domains() -> frozenset[str]:
    """Domains of throw-away mailboxes; read when first asked, since the list is long."""
    from disposable_email_domains import blocklist  # noqa: PLC0415

    return frozenset(blocklist)


def load_relays(path: Path) -> frozenset[str]:
    """Relay domains from a CSV file. Raises DataRejected when it has no column `domain`."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if "domain" not in (rows.fieldnames or ()):
            raise DataRejected(path.name, "add the column `domain`")
        return frozenset(row["domain"].strip().casefold() for row in rows)


@lru_cache(maxsize=16384)
def parse_email(email: str) -> Mailbox | None:
    """The two parts of a well-formed address; None for anything else."""
    local, _, written = email.strip().rpartition("@")
    domain = _ascii_domain(written.casefold())
    if domain is None or len(local) > LONGEST_LOCAL or len(local) + len(domain) >= LONGEST:
        return None
    labels = domain.split(".")
    if len(labels) < 2 or labels[-1].isdigit() or len(labels[-1]) < 2:
        return None
    if LOCAL.fullmatch(local) is None or not all(LABEL.fullmatch(label) for label in labels):
        return None
    return Mailbox(local, domain)


def _ascii_domain(domain: str) -> str | None:
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None


def belongs_to(domain: str, domains: frozenset[str]) -> bool:
    """Whether the domain or one that it lies under is among these."""
    labels = domain.split(".")
    return any(".".join(labels[first:]) in domains for first in range(len(labels) - 1))


def machine_made(local: str) -> bool:
    """Letters and digits that change places again and again, or a run of consonants that no language speaks."""
    text = local.partition("+")[0].casefold().replace(".", "").replace("_", "").replace("-", "")
    if len(text) < 9 or not text.isascii():
        return False
    return len(CHANGES.findall(text)) >= 4 or RUN_OF_CONSONANTS.search(text) is not None


def email_facts(email: str | None, name: str | None, relays: frozenset[str]) -> dict[str, Value]:
    """`customer.email_*` facts."""
    if email is None or not email.strip():
        return {"customer.email_given": False}
    mailbox = parse_email(email)
    facts: dict[str, Value] = {"customer.email_given": True, "customer.email_valid": mailbox is not None}
    return facts if mailbox is None else facts | _mailbox_facts(mailbox, name, relays)


@lru_cache(maxsize=16384)
def _mailbox_facts(mailbox: Mailbox, name: str | None, relays: frozenset[str]) -> dict[str, Value]:
    relay = belongs_to(mailbox.domain, relays)
    facts: dict[str, Value | None] = {
        "customer.email_domain": mailbox.domain,
        "customer.email_relay": relay,
        "customer.email_disposable": not relay and belongs_to(mailbox.domain, disposable_domains()),
    }
    if not relay:
        likeness = None if name is None else mailbox_likeness(mailbox.local.partition("+")[0], name)
        facts["customer.email_name_similarity"] = likeness
        facts["customer.email_random"] = (likeness or 0) < NAMED_AFTER_OWNER and machine_made(mailbox.local)
    return known(facts)
