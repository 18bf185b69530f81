"""Check digits of identity and tax numbers. Each routine takes a value already cleaned and of the right form."""

from collections.abc import Callable, Iterable, Mapping, Sequence

ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_RFC_LETTERS = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"
_CURP_LETTERS = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
_USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_NOBODYS_RFC = frozenset({"XAXX010101000", "XEXX010101000"})
# Taiwan counts I, O and W out of alphabetical order.
_TW_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
# The dihedral group of ten elements, by which Verhoeff's method multiplies, and its permutation.
_DIHEDRAL = tuple(
    tuple(
        (a + b) % 5 + 5 * (b > 4)
        if a < 5 and b < 5
        else 5 + (a + b) % 5
        if a < 5
        else 5 + (a - b) % 5
        if b < 5
        else (a - b) % 5
        for b in range(10)
    )
    for a in range(10)
)
_PERMUTED = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def _sum(digits: Iterable[int], weights: Iterable[int]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True))


def _numbers(value: str) -> list[int]:
    return [ALPHANUMERIC.index(character) for character in value]


def _mod_11(digits: Sequence[int], weights: Sequence[int]) -> int:
    rest = _sum(digits, weights) % 11
    return 0 if rest < 2 else 11 - rest


def cpf(value: str) -> bool:
    """Brazil, persons: two digits, weights falling from 10 and from 11."""
    digits = _numbers(value)
    first, second = _mod_11(digits[:9], range(10, 1, -1)), _mod_11(digits[:10], range(11, 1, -1))
    return digits[9:] == [first, second]


def cnpj(value: str) -> bool:
    """Brazil, companies: letters count by their place behind `0` in ASCII."""
    digits = [ord(character) - ord("0") for character in value]
    weights = (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)
    return digits[12:] == [_mod_11(digits[:12], weights[1:]), _mod_11(digits[:13], weights)]


def rut(value: str) -> bool:
    """Chile: weights 2 to 7 from the right; ten is written K."""
    body = [int(digit) for digit in reversed(value[:-1])]
    rest = 11 - sum(digit * (2 + at % 6) for at, digit in enumerate(body)) % 11
    return value[-1] == {11: "0", 10: "K"}.get(rest, str(rest))


def cuit(value: str) -> bool:
    """Argentina: one digit, modulo 11."""
    digits = _numbers(value)
    return (11 - _sum(digits[:10], (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11) % 11 == digits[10]


def luhn(value: str) -> bool:
    """Every second digit from the right doubled; South Africa, Israel and others."""
    digits = [int(digit) for digit in reversed(value)]
    return sum(digit if at % 2 == 0 else sum(divmod(2 * digit, 10)) for at, digit in enumerate(digits)) % 10 == 0


def cedula(value: str) -> bool:
    """Ecuador: province 01 to 24 or 30, third digit below six, then as Luhn."""
    return (1 <= int(value[:2]) <= 24 or value[:2] == "30") and int(value[2]) < 6 and luhn(value)


def tckn(value: str) -> bool:
    """Turkey, persons: two digits out of odd and even places."""
    digits = _numbers(value)
    tenth = (7 * sum(digits[0:9:2]) - sum(digits[1:8:2])) % 10
    return digits[9:] == [tenth, sum(digits[:10]) % 10]


def vkn(value: str) -> bool:
    """Turkey, companies."""
    digits = _numbers(value)
    total = 0
    for at, digit in enumerate(digits[:9]):
        shifted = (digit + 9 - at) % 10
        total += (shifted * 2 ** (9 - at)) % 9 or 9 if shifted else 0
    return (10 - total % 10) % 10 == digits[9]


def verhoeff(value: str) -> bool:
    """India, Aadhaar: the product over the dihedral group is the neutral element."""
    product = 0
    for at, digit in enumerate(reversed(_numbers(value))):
        for _ in range(at % 8):
            digit = _PERMUTED[digit]
        product = _DIHEDRAL[product][digit]
    return product == 0


def gstin(value: str) -> bool:
    """India, firms: Luhn over 36 characters."""
    total = 0
    for at, number in enumerate(reversed(_numbers(value))):
        total += number if at % 2 == 0 else sum(divmod(2 * number, 36))
    return total % 36 == 0


def ric(value: str) -> bool:
    """China, persons: ISO 7064 MOD 11-2, ten written X."""
    total = sum(int(digit) * pow(2, 17 - at, 11) for at, digit in enumerate(value[:17]))
    return "10X98765432"[total % 11] == value[17]


def uscc(value: str) -> bool:
    """China, companies: powers of three modulo 31."""
    total = sum(_USCC_LETTERS.index(character) * pow(3, at, 31) for at, character in enumerate(value[:17]))
    return _USCC_LETTERS[(31 - total % 31) % 31] == value[17]


def rfc(value: str) -> bool:
    """Mexico, tax: weights falling from 13; the numbers that stand for anybody are refused."""
    if value in _NOBODYS_RFC:
        return False
    padded = value.rjust(13)
    total = _sum((_RFC_LETTERS.index(character) for character in padded[:12]), range(13, 1, -1))
    return value[-1] == {11: "0", 10: "A"}.get(11 - total % 11, str(11 - total % 11))


def curp(value: str) -> bool:
    """Mexico, persons: weights falling from 18."""
    total = _sum((_CURP_LETTERS.index(character) for character in value[:17]), range(18, 1, -1))
    return (10 - total % 10) % 10 == int(value[17])


def twid(value: str) -> bool:
    """Taiwan: the first letter, and the second of newer permits, count as numbers from ten up."""
    first = _TW_LETTERS.index(value[0]) + 10
    second = int(value[1]) if value[1].isdigit() else (_TW_LETTERS.index(value[1]) + 10) % 10
    digits = [first // 10, first % 10, second, *map(int, value[2:])]
    return _sum(digits, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)) % 10 == 0


CHECKS: Mapping[str, Callable[[str], bool]] = {
    check.__name__: check
    for check in (
        cpf,
        cnpj,
        rut,
        cuit,
        luhn,
        cedula,
        tckn,
        vkn,
        verhoeff,
        gstin,
        ric,
        uscc,
        rfc,
        curp,
        twid,
    )
}
