"""Street lines: too little to deliver to, a number lacking where one is usual, or contact data in the wrong place."""

import re

WITHOUT_NUMBER = re.compile(
    r"(?<!\w)(?:s\s?/\s?n[ºo°]?|s\.\s?n\.?|s/no|sn|snc|s\.n\.c\.|b\.?\s?b\.?|bez\s+broja|б\s?/\s?н|no\s+number|sin\s+n[úu]mero)(?!\w)",
)
E_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
TELEPHONE = re.compile(
    r"\+\d[\d ().-]{7,}\d|(?<!\w)(?:tel|phone|mob|mobile|cell|whatsapp|電話|电话|тел)\W{0,3}\d[\d ().-]{5,}"
    r"|(?<!\d)\d{10,13}(?!\d)",
)
LONG_NUMBER = re.compile(r"\d[\d ().-]{5}")
FEWEST_LETTERS = 4
DIGIT = re.compile(r"\d")
LETTER = re.compile(r"[^\W\d_]")
MANY_LETTERS = re.compile(r"(?:[^\W\d_].*?){4}")
LATER_SCRIPTS = "⺀"  # Chinese, Japanese and Korean: no spaces between words, and much said in a few signs


def vague(street: str) -> bool:
    """Digits only, fewer than four letters, or one single word without a number. Scripts without spaces say more."""
    if street and max(street) >= LATER_SCRIPTS:
        return len(LETTER.findall(street)) + len(DIGIT.findall(street)) < FEWEST_LETTERS
    numbered = DIGIT.search(street) is not None
    if MANY_LETTERS.search(street) is None:
        return not numbered or LETTER.search(street) is None
    return not numbered and " " not in street


def number_missing(street: str) -> bool:
    """No number in any script, and no word that says there is none."""
    return DIGIT.search(street) is None and WITHOUT_NUMBER.search(street.lower()) is None


def holds_contact(street: str) -> bool:
    """An e-mail address or a telephone number, which a carrier will not find there."""
    if "@" in street and E_MAIL.search(street) is not None:
        return True
    return LONG_NUMBER.search(street) is not None and TELEPHONE.search(street.lower()) is not None
