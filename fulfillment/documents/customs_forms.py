"""What CN 22 and CN 23 share: the boxes of the category, the sender's words, and how goods are written into rows.

Both forms are annexed to the Regulations of the Universal Postal Convention; captions are English and French, as the
forms have them. Read from: CN 23 with its instructions as reprinted in OECD, "Misuse of Small Parcels for Trade in
Counterfeit Goods", 2018, annex A; the form CN 23 of Royal Mail, 2013, for the French captions.
"""

from collections.abc import Mapping
from types import MappingProxyType

from engine.address.countries import country_name
from fulfillment.documents.copy import Copy, Json
from fulfillment.documents.declaration import Category, Declaration

BOXES: Mapping[Category, tuple[str, str]] = MappingProxyType(
    {
        Category.GIFT: ("Gift", "Cadeau"),
        Category.DOCUMENTS: ("Documents", "Documents"),
        Category.SAMPLE: ("Commercial sample", "Échantillon commercial"),
        Category.RETURN: ("Returned goods", "Retour de marchandise"),
        Category.SALE: ("Sale of goods", "Vente de marchandises"),
        Category.DANGEROUS: ("Dangerous goods", "Marchandises dangereuses"),
        Category.OTHER: ("Other", "Autre"),
    }
)
# The forms prescribe these words.
STATEMENT = (
    "I certify that the particulars given in this customs declaration are correct and that this item does not contain "
    "any dangerous article or articles prohibited by legislation or by postal or customs regulations."
)
STATEMENT_FRENCH = (
    "Je certifie que les renseignements donnés dans la présente déclaration sont exacts et que cet envoi ne contient "
    "aucun objet dangereux ou interdit par la législation ou la réglementation postale ou douanière."
)


def boxes(declaration: Declaration) -> list[Json]:
    """The boxes; one is ticked."""
    return [
        {"english": english, "french": french, "ticked": declaration.category is category}
        for category, (english, french) in BOXES.items()
    ]


def explanation(copy: Copy) -> Json | None:
    """Why, where the boxes do not say it."""
    declaration = copy.declaration
    asks = declaration.category in (Category.OTHER, Category.RETURN, Category.SAMPLE)
    return copy.write_or_none(declaration.reason if asks else "")


def certified(copy: Copy) -> Json:
    """The sender's words, day and signature."""
    sender = copy.declaration.sender
    return {
        "statement": STATEMENT,
        "statement_french": STATEMENT_FRENCH,
        "day": copy.day.isoformat(),
        "signatory": copy.write(sender.signatory or sender.company),
    }


def origin_of(code: str) -> str:
    """The country of origin as forms have it: code and name."""
    return f"{code} {country_name(code)}" if code else ""
