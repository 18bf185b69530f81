"""Signatures to and from eBay, held to vectors that others published."""

from base64 import b64encode

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from fulfillment.channels.ebay.signatures import is_signed, signer
from fulfillment.channels.errors import ConnectionRefused

# The test key of RFC 9421, section B.1.4, and the request that eBay signs with it in the read-me of its repository
# eBay/digital-signature-verification-ebay-api (2022): whatever signs like eBay gives this signature.
RFC_KEY = "MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF"
JWE = (
    "eyJ6aXAiOiJERUYiLCJlbmMiOiJBMjU2R0NNIiwidGFnIjoiSGdLcjNSSWFlZll0Mkd4blBUUTEwUSIsImFsZyI6IkEyNTZHQ01LVyIsIml2IjoiQTVO"
    "QXFYUXlITkNIT01GVSJ9.z3JcS0vvxrYboqpySAq_Znww-3V6AllxmJP5JEMkuLY.K1f4MVMEc8ylbfSS.fASwJyMCk2tXZsNWk13IcuVgSWTOcynSdAo"
    "JrK4WApZANlxAP9J0qr0Jz_4aFldFDSZ5tfuxLGqzJmWU7CiZWwNjk2XoVy8q5ogMrFNFwFXP4SrX1XORhNLZPTyS5DEqLDPYn2NX944xendEwfcxxXsT"
    "SeNCUnmSyfitiscUC04GYOfn0UWQ2buSWx7Yod0IR2GtTGUsM9o3J-riuNDKhw.rRsWM1Sl_2stTnZLJkWVmQ"
)
SIGNATURE = "uunxYrXKC8KaoupD5D1DKdmQmrOhz6b4Xbhb3o9d4x4xFIpg++XzEZztOyeOI59rMMjM3NIcFgxBH0c1ckpfBw=="
KEY = ec.generate_private_key(ec.SECP256R1())
BODY = b'{"notification": {}}'


def test_headers_when_signing_what_ebay_published_then_give_its_signature() -> None:
    url, body = "http://localhost:8080/verifysignature", b'{"hello": "world"}'
    headers = signer(RFC_KEY, JWE).headers("POST", url, body, 1659651955)
    assert headers["content-digest"] == "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"
    assert headers["signature"] == f"sig1=:{SIGNATURE}:"


def test_headers_when_there_is_no_body_then_no_digest_is_signed() -> None:
    headers = signer(RFC_KEY, JWE).headers("GET", "https://apiz.ebay.com/sell?x=1", None, 1659651955)
    assert (
        headers["signature-input"] == 'sig1=("x-ebay-signature-key" "@method" "@path" "@authority");created=1659651955'
    )


@pytest.mark.parametrize("framed", [True, False])
def test_signer_when_the_key_is_rsa_then_signs_too(framed: bool) -> None:
    key = rsa.generate_private_key(65537, 2048)
    form = Encoding.PEM if framed else Encoding.DER
    written = key.private_bytes(form, PrivateFormat.PKCS8, NoEncryption())
    stored = written.decode() if framed else b64encode(written).decode()
    assert signer(stored, JWE).headers("POST", "https://api.ebay.com/x", b"{}", 1)["signature"].startswith("sig1=:")


def test_signer_when_the_key_is_of_another_kind_then_is_refused() -> None:
    written = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    with pytest.raises(ConnectionRefused, match="neither Ed25519 nor RSA"):
        signer(written, JWE)


@pytest.mark.parametrize(("digest", "algorithm"), [("SHA1", hashes.SHA1()), ("SHA256", hashes.SHA256())])  # noqa: S303
def test_is_signed_when_the_digest_is_the_one_named_then_believes_it(
    digest: str, algorithm: hashes.HashAlgorithm
) -> None:
    public = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    signature = KEY.sign(BODY, ec.ECDSA(algorithm))
    assert is_signed(public, digest, signature, BODY)
    assert not is_signed(public, digest, signature, BODY + b" ")
    assert not is_signed(public, "MD5", signature, BODY)
