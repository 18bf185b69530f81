"""Numbers that customs ask of a consignee, with right check digits; made up, belonging to nobody on purpose."""

from collections.abc import Callable
from random import Random


def _digits(count: int, chance: Random) -> list[int]:
    return [chance.randint(1, 9), *(chance.randint(0, 9) for _ in range(count - 1))]


def cpf(chance: Random) -> str:
    """Brazilian taxpayer number: two check digits, each weighted modulo 11."""
    numbers = _digits(9, chance)
    for first_weight in (10, 11):
        total = sum(weight * digit for weight, digit in zip(range(first_weight, 1, -1), numbers, strict=True))
        numbers.append((11 - total % 11) % 11 % 10)
    return "{}{}{}.{}{}{}.{}{}{}-{}{}".format(*numbers)


def rut(chance: Random) -> str:
    """Chilean RUN: eight digits and a modulo 11 check sign that may be K."""
    body = str(chance.randint(7_000_000, 24_999_999))
    total = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(body)))
    return f"{body}-{'0123456789K0'[11 - total % 11]}"


def pccc(chance: Random) -> str:
    """Korean personal customs clearance code: P and twelve digits. The rule of its last digit is not published."""
    return "P" + "".join(map(str, _digits(12, chance)))


def curp(chance: Random) -> str:
    """Mexican CURP: letters of the name, birthday, sex, state, consonants, and a weighted modulo 10 check digit."""
    signs = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
    consonants = "BCDFGHJKLMNPQRSTVWXYZ"
    birthday = f"{chance.randint(60, 99)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
    letters = f"{chance.choice('GLMPRS')}{chance.choice('AEIOU')}{chance.choice(consonants)}{chance.choice(consonants)}"
    state = chance.choice(("DF", "JC", "NL", "PL", "YN", "QT", "GT"))
    body = f"{letters}{birthday}{chance.choice('HM')}{state}{''.join(chance.choices(consonants, k=3))}0"
    total = sum(signs.index(sign) * (18 - place) for place, sign in enumerate(body))
    return f"{body}{-total % 10}"


def cnpj(chance: Random) -> str:
    """Brazilian company number: weights 2 to 9 from the right, twice, modulo 11."""
    numbers = [*_digits(8, chance), 0, 0, 0, 1]
    for _ in range(2):
        total = sum(digit * (2 + place % 8) for place, digit in enumerate(reversed(numbers)))
        numbers.append((11 - total % 11) % 11 % 10)
    return "{}{}.{}{}{}.{}{}{}/{}{}{}{}-{}{}".format(*numbers)


def rfc(chance: Random) -> str:
    """Mexican company RFC: three letters, day of foundation, two signs, and a weighted modulo 11 check sign."""
    signs = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"
    founded = f"{chance.randint(90, 99)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
    body = "".join(chance.choices("BCDFGLMPRST", k=3)) + founded + "".join(chance.choices("ABCDEFGH123456789", k=2))
    total = sum(signs.index(sign) * (13 - place) for place, sign in enumerate(f" {body}"))
    return body + "0123456789A0"[-total % 11]


IDENTITIES: dict[str, tuple[str, Callable[[Random], str]]] = {
    "BR": ("CPF", cpf),
    "KR": ("PCCC", pccc),
    "CL": ("RUT", rut),
    "MX": ("CURP", curp),
}
COMPANY_IDENTITIES: dict[str, tuple[str, Callable[[Random], str]]] = {
    "BR": ("CNPJ", cnpj),
    "CL": ("RUT", rut),
    "MX": ("RFC", rfc),
}
