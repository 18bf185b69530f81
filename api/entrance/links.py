"""Where the forms of the door are."""

ROOT = "/"  # what somebody types who knows the address alone
LOGIN, LOGOUT, PASSWORD = "/login", "/logout", "/login/password"
PROVIDER, CALLBACK = "/login/provider", "/login/callback"
WELCOME = "/welcome"
CONSOLE = "/console"  # where somebody goes who has come in


def link_url(origin: str, token: str) -> str:
    """The address of a one-time link."""
    return f"{origin}{WELCOME}/{token}"
