"""Mailboxes of synthetic buyers."""

from random import Random

from engine.simulation.people import Name, plain

_MAILBOXES = ("gmail.com",) * 9 + ("outlook.com", "outlook.com", "yahoo.com", "icloud.com", "icloud.com", "hotmail.com")
_LOCAL_MAILBOXES = {
    "DE": ("web.de", "gmx.de", "t-online.de"), "FR": ("orange.fr", "free.fr"), "IT": ("libero.it",),
    "NL": ("ziggo.nl",), "PL": ("wp.pl", "o2.pl"), "KR": ("naver.com", "naver.com", "daum.net"), "AT": ("gmx.at",),
    "JP": ("yahoo.co.jp", "docomo.ne.jp"), "GB": ("btinternet.com",), "CH": ("bluewin.ch",), "BR": ("uol.com.br",),
}  # fmt: skip


def email(person: Name, country: str, chance: Random) -> str:
    """A mailbox that its owner chose: mostly the name, sometimes a nickname."""
    given, family = plain(person.given), plain(person.family)
    year = chance.randint(62, 99)
    forms = (
        f"{given}.{family}", f"{given}.{family}", f"{given}{family}", f"{given[0]}{family}{year}", f"{family}.{given}",
        f"{given}{year}", f"{given}_{family}", f"{given}.{family}{chance.randint(1, 99)}",
    )  # fmt: skip
    nicknames = ("sunny", "blue.fox", "gardener", "runner", "mrs.coffee", "teekanne", "leseratte", "skater")
    local = f"{chance.choice(nicknames)}{year}" if chance.random() < 0.06 else chance.choice(forms)
    own = _LOCAL_MAILBOXES.get(country)
    domain = chance.choice(own) if own and chance.random() < 0.3 else chance.choice(_MAILBOXES)
    return f"{local}@{domain}"
