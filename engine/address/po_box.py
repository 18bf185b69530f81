"""Post office boxes in the languages that posts use, and whether a street stands beside the box."""

import re

from engine.address.verdict import PoBox

BOX = re.compile(
    r"""
    (?<![^\W_])(?:
        p\W{0,3}o\W{0,3}b(?:ox|x)?\W{0,3}(?:no|nr|num|number|\#)?\W{0,3}[a-z]{0,3}[\s-]?\d+      # PO Box 12, P.O.B. 12
      | p\W{0,3}o\W{0,3}box(?![^\W\d_])
      | post(?:al)?\W{0,2}(?:office\W{0,2})?box(?![^\W\d_])
      | (?:g|c|l)\.?\s?p\.?\s?o\.?\s?box
      | (?:private|postal|locked|p)\W{0,2}(?:mail\W{0,2})?bag(?![^\W\d_])
      | p\W{0,2}m\W{0,2}b\W{0,3}\d+                                                          # private mail bag
      | b\W{0,3}p\W{0,3}(?:no?\W{0,2}|v|n°\s?)?\d+                                            # boîte postale
      | bo[iî]te\s+postale | bte\s+postale | case\s+postale | tsa\s\d{5} | cs\s\d{5}(?!\d)
      | c\.?\s?p\.?\s?\d{2,6}(?!\d) | cas(?:ella|illa)\s+postal[e]? | c(?:aixa|asilla)\s+(?:postal|de\s+correo[s]?)
      | apartado(?:\s+(?:postal|de\s+correos|aéreo|aereo))?\W{0,3}(?:no?\W{0,2})?\d+ | apartado\s+postal
      | apdo\W{0,3}(?:postal\W{0,3})?\d* | a\.\s?p\.\s?\d+ | casilla\W{0,3}\d+ | ap\.?\s+postal | caixa\s+postal
      | postfach(?![^\W\d_]) | postf\.\s?\d+ | post(?:boks|box|bus|båks)(?![^\W\d_]) | pb\.?\s?\d+
      | postilokero | pósthólf | poste?\s+restante | postlagernd | antwoordnummer
      | skr(?:ytka|\.)\s*(?:poczt\w*\.?|p\.)?\s*\d+ | p\.?\s?o\.?\s?b\.?\s?\d+ | po[šs]tansk[ia]\s+(?:pretinac|fah)
      | po[šs]tov[áý]\s+p[řr]ihr[áa]dka | p\.\s?o\.\s?box | p\.?\s?f\.?\s?\d{2,} | pašto\s+dėžutė | posta\s+kutusu
      | p\.?k\.?\s\d+ | peti\s+surat | căsuț[ăa]\s+poștal[ăa] | c\.?\s?p\.\s?\d+ | hộp\s+thư
      | а\W?я\s?\d+ | абонентский\s+ящик | абонентська\s+скринька | поштова\s+скринька
      | ταχυδρομική\s+θυρίδα | τ\.?\s?θ\.?\s?\d+
      | ת\.?\s?ד\.?\s?\d+ | ص\.?\s?ب\.?\s?:?\s?[\d٠-٩]+ | صندوق\s+(?:ال)?بريد | صندوق\s+پستی
      | 私書箱 | 郵政信箱 | 邮政信箱 | 信箱\s?\d+ | 사서함 | ตู้\s?ปณ
    )
    | ^\s*pl\.?\s\d+\s*$ | ^\s*box\s+[a-z]?\d+ | ,\s*box\s+[a-z]?\d+ | \ba\.a\.\s?\d+
    | 私書箱 | 郵政信箱 | 邮政信箱 | 사서함
    """,
    re.VERBOSE,
)
BOX_NUMBER = re.compile(r"^[\s:.#°-]*(?:(?:no|nr|n)\b[\s.:°]*)?(?:[a-z]{0,3}[\s-]?)?[\d\s/-]*[\s.,;-]*")
SIGN_OF_STREET = re.compile(
    r"""\d(?:st|nd|rd|th)\b | \b\d{1,4}[a-z]?\s+[^\W\d_]{3} | [^\W\d_]{3}\.?\s+\d{1,4}\b
        | \b(?:street|st|road|rd|avenue|ave?|rue|calle|rua|via|floor|building|bldg|house|tower|plot|block|suite
        |highway|lane|drive|boulevard|bd|blvd|quartier|immeuble|edificio|stra(?:ss|ß)e|weg|plaza|square)\b""",
    re.VERBOSE,
)
SHORTEST_PLACE = 4


def read_po_box(street: str) -> PoBox:
    """None, a box alone, or a box with a street or building that a courier can find.

    Before the box any name of a place counts; behind it, where towns and districts follow, only what is a street.
    """
    street = street.lower()  # a pattern that minds case is several times as fast
    found = BOX.search(street)
    if found is None:
        return PoBox.NONE
    before = street[: found.start()].strip(" ,;.-/")
    after = BOX_NUMBER.sub("", street[found.end() :]).strip(" ,;.-/")
    beside = len(before) >= SHORTEST_PLACE or SIGN_OF_STREET.search(after) is not None
    return PoBox.STREET_AND_BOX if beside else PoBox.BOX_ONLY
