"""What the demonstration calls itself, so that nobody takes it for a real shop."""

from dataclasses import dataclass

from api.access.roles import Role

DEMO = "demo"  # the merchant
SHOP, ENTITY = "demo-shop", "demo-entity"
SHOP_NAME = "Clearway demonstration shop (made up)"
ORDERS = "DEMO-"  # how every order of it is called
HOST = "demo.example"  # RFC 2606: nobody's


@dataclass(frozen=True, slots=True)
class Figure:
    """Somebody of the demonstration. `word` names what they do in the words of the sign-in page."""

    name: str
    role: Role
    word: str

    @property
    def email(self) -> str:
        """With which they sign in."""
        return f"{self.name.lower()}@{HOST}"


FIGURES = (
    Figure("Lin", Role.ANALYST, "demo_analyst"),
    Figure("Noor", Role.APPROVER, "demo_approver"),
    Figure("Omar", Role.OPERATOR, "demo_operator"),
    Figure("Wei", Role.WAREHOUSE, "demo_warehouse"),
    Figure("Sofia", Role.SERVICE, "demo_service"),
    Figure("Mina", Role.VIEWER, "demo_viewer"),
    Figure("Ada", Role.ADMIN, "demo_admin"),
)


def merchant_of(email: str, otherwise: str) -> str:
    """To which merchant somebody signs in."""
    return DEMO if email.strip().lower().endswith(f"@{HOST}") else otherwise
