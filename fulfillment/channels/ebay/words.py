"""The words of a connection to eBay.

Credentials (`Account.secrets`): `client_id` and `client_secret` of the application, `refresh_token` of the seller's
consent, `verification_token` of the webhook's address; for sellers in the EU and the UK `signing_key` (PEM or the
base64 that the Key Management API gave) and `signing_jwe`. Settings: `marketplace`, such as `EBAY_DE`; `webhook_url`
where eBay calls another address than arrives here; `username`, the seller's name at eBay, by which a buyer's messages
are told from our own.
"""

from fulfillment.channels.credentials import credential
from fulfillment.channels.protocol import Account

SCOPE = "https://api.ebay.com/oauth/api_scope"
FULFILLMENT = f"{SCOPE}/sell.fulfillment"
INVENTORY = f"{SCOPE}/sell.inventory"
MESSAGES = f"{SCOPE}/commerce.message"
NEEDED = ("client_id", "client_secret", "refresh_token")


def complete(account: Account) -> Account:
    """The account itself. Raises CredentialMissing."""
    for name in NEEDED:
        credential(account, name)
    return account
