"""What a text must look like, in words, for each pattern that a body's model asks for: nobody should read a regex."""

from collections.abc import Mapping

_LINE = "write one line of text, without tabs, line breaks and other control characters"
_TEXT = "leave out control characters; line breaks and tabs may stay"
_NO_SPACES = "use letters, digits and signs of ASCII, without spaces"
_NAME = "begin with a small letter or a digit, then use small letters, digits and `-`"
_FILE = "begin with a letter or a digit, then use letters, digits, `.`, `_` and `-`"
_SMALL_NAME = "begin with a small letter, then use small letters, digits and `_`"
_CAPITAL_NAME = "begin with a capital letter, then use capital letters, digits and `_`"
_ORDER = "write the id of an order: `ord_` and 32 hexadecimal digits"
_CLOCK = "write a time of day as 09:30, from 00:00 to 23:59"
_COUNTRY = "write two capital letters of ISO 3166-1, such as DE"

FORMS: Mapping[str, str] = {
    r"^[^\x00-\x1f\x7f]+$": _LINE,
    r"^[^\x00-\x1f\x7f]*$": _LINE,
    r"^$|^[^\x00-\x1f\x7f]+$": _LINE,
    r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+$": _TEXT,
    r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$": _TEXT,
    r"^$|^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+$": _TEXT,
    r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+$|^$": _TEXT,
    r"^\S(.*\S)?$": "write one line of text, without spaces in front and behind",
    r"^[ -~]*$": "use letters, digits, spaces and signs of ASCII",
    r"^[!-~]+$": _NO_SPACES,
    r"^[!-~]*$": _NO_SPACES,
    r"^[!-~]{1,64}$": f"{_NO_SPACES}; at most 64",
    r"^[!-~]{1,200}$": f"{_NO_SPACES}; at most 200",
    r"^[!-<>-~]{1,64}$": f"{_NO_SPACES} and `=`; at most 64",
    r"^[!-~]([ -~]*[!-~])?$": "use letters, digits and signs of ASCII, without spaces in front and behind",
    r"^[A-Z]{2}$": _COUNTRY,
    r"^([A-Z]{2})?$": f"{_COUNTRY}, or leave it empty",
    r"^[A-Z]{3}$": "write three capital letters of ISO 4217, such as EUR",
    r"^[A-Za-z0-9 -]*$": "use letters, digits, spaces and `-`",
    r"^[A-Z0-9-]+$": "write the id of a rule, such as REL-101",
    r"^[A-Za-z0-9._-]+$": "use letters, digits, `.`, `_` and `-`",
    r"^[A-Za-z0-9._:-]{0,40}$": "use letters, digits, `.`, `_`, `:` and `-`; at most 40",
    r"^[a-z0-9][a-z0-9_.-]{0,63}$": "begin with a small letter or a digit, then use these, `_`, `.`, `-`; at most 64",
    r"^[a-z0-9][a-z0-9-]{0,39}$": f"{_NAME}; at most 40",
    r"^[a-z0-9][a-z0-9-]{0,63}$": f"{_NAME}; at most 64",
    r"^[a-z][a-z0-9_]{0,63}$": f"{_SMALL_NAME}; at most 64",
    r"^[a-z0-9_]{1,64}$": "use small letters, digits and `_`; at most 64",
    r"^[a-z_]{1,64}$": "use small letters and `_`; at most 64",
    r"^[A-Z][A-Z0-9_]*$": _CAPITAL_NAME,
    r"^[A-Z][A-Z0-9_]{0,31}$": f"{_CAPITAL_NAME}; at most 32",
    r"^[A-Z][A-Z0-9_]{2,63}$": f"{_CAPITAL_NAME}; from 3 to 64",
    r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}(/[A-Za-z0-9][A-Za-z0-9_.-]{0,99}){0,3}$":
        "write the path of a file, at most three folders deep, with `/` between; "
        "begin each name with a letter or a digit",
    r"^(\*|[A-Za-z0-9][A-Za-z0-9._-]{0,63})$": f"write `*`, or a merchant: {_FILE}; at most 64",
    r"^ord_[0-9a-f]{32}$": _ORDER,
    r"(^ord_[0-9a-f]{32}$)|(^pyo_[0-9a-f]{32}$)": "write the id of an order (`ord_`) or of a payout (`pyo_`)",
    r"^prop_[0-9a-f]{32}$": "write the id of a proposal: `prop_` and 32 hexadecimal digits",
    r"^(ful_[0-9a-f]{32}|[1-9][0-9]{0,3})$": "write the id of a part (`ful_`), or its number in the order, from 1",
    r"^(in-force|[0-9a-f]{4,64})$": "write `in-force`, or at least four digits of an edition's hash",
    r"^([01][0-9]|2[0-3]):[0-5][0-9]$": _CLOCK,
    r"^(?:(?:[01]\d|2[0-3]):[0-5]\d)?$": f"{_CLOCK}, or leave it empty",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "write a day as 2026-11-22, in quotes",
    r"^[1-7]{1,7}$": "write days of the week by number, 1 for Monday to 7 for Sunday, such as 12345",
    r"^[1-9][0-9]{0,2}$": "write a number from 1 to 999, in quotes",
    r"^[0-9]{1,12}(\.[0-9]{1,12})?$": "write a decimal number with a point, such as 1.0825, in quotes",
    r"^(100(\.0{1,4})?|[0-9]{1,2}(\.[0-9]{1,4})?)$":
        "write per cent from 0 to 100 with at most four decimals, such as 2.9, in quotes",
    r"^(viewer|analyst|approver|operator|warehouse|service|admin)$":
        "use one of viewer, analyst, approver, operator, warehouse, service and admin",
    r"^https?://[\x21-\x7e]+$": "write a whole address, such as https://example.com/hooks",
    r"^(\*|[a-z][a-z0-9_]*\.(\*|[a-z][a-z0-9_]*))$": "write a type of event such as `order.held`, `order.*`, or `*`",
    r"^(address\.(name|company|line1|line2|city|state|postcode|country)|phone|email|number\.[A-Z][A-Z0-9_]{1,31}"
    r"|paper\.[a-z][a-z0-9_]{1,63}\.[1-9][0-9]{0,3})$":
        "name what is asked: such as `address.line1`, `phone`, `email`, `number.EORI` or `paper.invoice.1`",
}  # fmt: skip
