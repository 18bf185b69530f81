"""Street lines: too little to deliver to, a number lacking where addresses have one, or contact data in the wrong place."""

import re

WITHOUT_NUMBER = re.compile(
    r"(?<!\w)(?:s\s?/\s?n[ºo°]?|s\.\s?n\.?|s/no|sn|snc|s\.n\.c\.|b\.?\s?b\.?|bez\s+broja|б\s?/\s?н|no\s+number|sin\s+n[úu]mero)(?!\w)",
    re.IGNORECASE,
)
E_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
TELEPHONE = re.compile(
    r"\+\d[\d ().-]{7,}\d|(?<!\w)(?:tel|phone|mob|mobile|cell|whatsapp|電話|电话|тел)\W{0,3}\d[\d ().-]{5,}|(?<!\d)\d{10,13}(?!\d)",
    re.IGNORECASE,
)
FEWEST_LETTERS = 4


def vague(street: str) -> bool:
    """Digits only, fewer than four letters, or one single word without a number. Scripts without spaces say more."""
    letters = sum(char.isalpha() for char in street)
    if any(char > "⺀" for char in street):
        return letters + sum(char.isdigit() for char in street) < FEWEST_LETTERS
    numbered = any(char.isdigit() for char in street)
    if letters == 0 or (letters < FEWEST_LETTERS and not numbered):
        return True
    return not numbered and len(street.split()) == 1


def number_missing(street: str) -> bool:
    """No number in any script, and no word that says there is none."""
    return not any(char.isnumeric() for char in street) and WITHOUT_NUMBER.search(street) is None


def holds_contact(street: str) -> bool:
    """An e-mail address or a telephone number, which a carrier will not find there."""
    if "@" in street and E_MAIL.search(street) is not None:
        return True
    return sum(char.isdigit() for char in street) >= 7 and TELEPHONE.search(street) is not None
