"""Whether a number can exist: python-stdnum's routines under names of our own, and those that it lacks.

The only importer of `stdnum`. Some of its routines let pass what nobody has: one digit repeated (CPF, RUT and others)
and Mexico's stand-ins for "anybody"; these are refused here.
"""

from collections.abc import Callable, Mapping

from stdnum import luhn
from stdnum.ar import cuit
from stdnum.au import abn
from stdnum.br import cnpj, cpf
from stdnum.ch import uid
from stdnum.cl import rut
from stdnum.cn import ric, uscc
from stdnum.co import nit
from stdnum.ec import ci
from stdnum.ec import ruc as ec_ruc
from stdnum.eu import oss
from stdnum.exceptions import ValidationError
from stdnum.gb import vat as gb_vat
from stdnum.id import nik
from stdnum.il import idnr as il_idnr
from stdnum.in_ import aadhaar, gstin, pan
from stdnum.mx import curp, rfc
from stdnum.nz import ird
from stdnum.pe import ruc as pe_ruc
from stdnum.ru import inn
from stdnum.th import pin
from stdnum.tr import tckimlik, vkn
from stdnum.ua import rntrc
from stdnum.vn import mst
from stdnum.za import idnr as za_idnr

from engine.customs.check_digits import iin, twid

UNCHECKED = "none"
_NOBODYS_RFC = frozenset({"XAXX010101000", "XEXX010101000"})


def _rfc(value: str) -> bool:
    """Mexico's customs refuses the two numbers that stand for the public at large."""
    if value in _NOBODYS_RFC:
        return False
    try:
        rfc.validate(value, validate_check_digits=True)
    except ValidationError:
        return False
    return True


CHECKS: Mapping[str, Callable[[str], bool]] = {
    "cpf": cpf.is_valid,
    "cnpj": cnpj.is_valid,
    "rut": rut.is_valid,
    "cuit": cuit.is_valid,
    "luhn": luhn.is_valid,
    "cedula": ci.is_valid,
    "ec_ruc": ec_ruc.is_valid,
    "pe_ruc": pe_ruc.is_valid,
    "nit": nit.is_valid,
    "tckn": tckimlik.is_valid,
    "vkn": vkn.is_valid,
    "verhoeff": aadhaar.is_valid,
    "pan": pan.is_valid,
    "gstin": gstin.is_valid,
    "nik": nik.is_valid,
    "ric": ric.is_valid,
    "uscc": uscc.is_valid,
    "rfc": _rfc,
    "curp": curp.is_valid,
    "zaid": za_idnr.is_valid,
    "ilid": il_idnr.is_valid,
    "inn": inn.is_valid,
    "rntrc": rntrc.is_valid,
    "thpin": pin.is_valid,
    "mst": mst.is_valid,
    "twid": twid,
    "iin": iin,
    "ioss": oss.is_valid,
    "uid": uid.is_valid,
    "abn": abn.is_valid,
    "ird": ird.is_valid,
    "gb_vat": gb_vat.is_valid,
}


def can_exist(value: str, check: str) -> bool:
    """Judges a cleaned value of the right form. One digit repeated is nobody's number, whatever the check says."""
    digits = {character for character in value if character.isdigit()}
    if len(digits) < 2:
        return False
    return check == UNCHECKED or CHECKS[check](value)
