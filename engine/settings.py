"""What an operator sets, from the environment (`CLEARWAY_…`) and nowhere else."""

import os
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of one process. Without any, a first run keeps everything in the folder `var`."""

    model_config = SettingsConfigDict(env_prefix="CLEARWAY_", frozen=True, extra="ignore")

    folder: Path = Field(default=Path("var"), description="where a first run keeps its database, secret and notices")
    database_url: str = Field(default="", description="SQLAlchemy address; empty for a SQLite file in `folder`")
    secret: SecretStr = Field(default=SecretStr(""), description="32 bytes in hexadecimal; empty: made in `folder`")
    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(default=8080, ge=0, le=65535, description="port to listen on; 0 takes a free one")
    outgoing_open: str = Field(
        default="",
        description="private networks that may be called, by port: `10.1.0.0/16:8443`, separated by blanks",
    )
    party_lists: str = Field(
        default="",
        description="lists that `clearway lists update` fetches: `ofac-sdn=https://…`, separated by blanks; "
        "the files of one list by commas",
    )
    capture_at: str = Field(
        default="packed",
        pattern="^(accepted|packed|hand_over)$",
        description="when authorised payments are captured, always before hand-over: `accepted`, `packed`, `hand_over`",
    )
    fonts: str = Field(default="", description="folders with fonts for papers, beside the usual ones; blanks between")
    zpl_font: str = Field(
        default="", description="a font on the label printers for letters that are not Latin: `E:NOTOCJK.TTF`"
    )
    origin: str = Field(
        default="",
        pattern=r"^(https?://[^/\s]+)?$",
        description="public address of the service, such as `https://clearway.example`, in links and for sign-in",
    )
    session_hours: int = Field(default=12, ge=1, le=168, description="after how many hours a session ends in any case")
    session_idle_minutes: int = Field(
        default=30, ge=1, le=1440, description="after how many minutes a session that nobody uses ends"
    )
    oidc_issuer: str = Field(
        default="", description="identity provider by which people may sign in (OpenID Connect), `https://…`"
    )
    oidc_client_id: str = Field(default="", description="what the identity provider calls this service")
    oidc_client_secret: SecretStr = Field(default=SecretStr(""), description="the secret that goes with it")
    oidc_role_claim: str = Field(default="groups", description="claim that names roles; `a.b` looks into objects")
    oidc_roles: str = Field(
        default="", description="what its words mean here: `risk-team=analyst it=admin`, separated by blanks"
    )
    rate_per_key: float = Field(
        default=200.0, ge=0, description="calls a second that one key may make in one process; 0: no limit"
    )
    rate_burst: int = Field(default=400, ge=1, description="calls that a key may make at once")
    rate_of_keys: str = Field(
        default="", description="keys with a rate of their own: `key_…=50/100`, calls a second and at once; blanks"
    )
    failures_per_minute: int = Field(
        default=60, ge=0, description="calls without a good key that an address may make in a minute; 0: no limit"
    )
    idempotency_required: bool = Field(
        default=False, description="whether every POST that makes or moves something must have an `Idempotency-Key`"
    )
    public_url: str = Field(
        default="",
        pattern=r"^(https?://[^\s/?#]+(/[^\s?#]*)?)?$",
        description="where customers reach the service, such as `https://shop.example/clearway`; empty: host and port",
    )
    link_key: int = Field(
        default=1,
        ge=1,
        le=255,
        description="number of the key that signs links of customers; raise it by one to change the key: links of the "
        "number before hold until they end",
    )
    smtp_host: str = Field(
        default="",
        description="mail server that notices to customers are handed to; empty: they are written into files",
    )
    smtp_port: int = Field(default=587, ge=1, le=65535, description="its port: 587, or 465 with `tls`")
    smtp_security: str = Field(
        default="starttls",
        pattern="^(starttls|tls|none)$",
        description="how it is spoken to: `starttls`, `tls`, or `none`, on this machine alone",
    )
    smtp_user: str = Field(default="", description="name to sign in with; empty: nobody signs in")
    smtp_password: SecretStr = Field(default=SecretStr(""), description="the password that goes with it")
    smtp_from: str = Field(
        default="", description="whom customers see as the sender, `Muster Shop <shop@shop.example>`"
    )
    smtp_bounces: str = Field(default="", description="mailbox to which bounces go; empty: that of the sender")
    smtp_ca: Path | None = Field(default=None, description="certificate of who signed the mail server's own (PEM)")
    sms_url: str = Field(
        default="", description="gateway that text messages are posted to, `https://…`; empty: none are sent"
    )
    sms_from: str = Field(default="", description="whom customers see as the sender of text messages")
    sms_user: str = Field(default="", description="name to sign in with; empty: the secret is a bearer token")
    sms_secret: SecretStr = Field(default=SecretStr(""), description="token or password for the gateway")
    sms_body: str = Field(
        default="json", pattern="^(json|form)$", description="how the gateway wants to be told: `json` or `form`"
    )
    sms_fields: str = Field(
        default="to=to from=from text=text",
        description="how it calls the three: `to=To from=From text=Body`, separated by blanks",
    )
    cluster_ca: Path | None = Field(default=None, description="certificate of who signed those of a Dask cluster (PEM)")
    cluster_cert: Path | None = Field(default=None, description="our own certificate for a Dask cluster (PEM)")
    cluster_key: Path | None = Field(default=None, description="the key of that certificate (PEM)")
    worker: bool = Field(default=True, description="whether `serve` runs a worker inside")
    demo: bool = Field(
        default=True,
        description="whether the first `serve` of an empty installation that is heard on this machine alone makes the "
        "demonstration shop",
    )

    log_format: str = Field(
        default="json", pattern="^(json|text)$", description="how log lines look: `json`, an object a line, or `text`"
    )
    log_level: str = Field(
        default="info",
        pattern="^(debug|info|warning|error)$",
        description="from which level on things are logged: `debug`, `info`, `warning`, `error`",
    )
    slow_ms: int = Field(default=1000, ge=1, description="a request that took so many milliseconds is logged as slow")
    drain_s: float = Field(
        default=1.0,
        ge=0,
        le=300,
        description="how long `/readyz` says no before a server that was told to end (SIGTERM) takes no more requests",
    )
    disk_least_mb: int = Field(
        default=256, ge=0, description="with less left on the disk of a SQLite file, the service is not ready"
    )
    metrics_host: str = Field(default="127.0.0.1", description="address on which metrics are read")
    metrics_port: int = Field(
        default=0, ge=0, le=65535, description="port on which metrics are read, without a key; 0: nowhere"
    )
    telemetry: str = Field(
        default="",
        description="address of an OpenTelemetry collector (OTLP over HTTP), such as `http://127.0.0.1:4318`; "
        "empty: none",
    )

    @property
    def database(self) -> str:
        """The address of the database."""
        return self.database_url or f"sqlite:///{self.folder / 'clearway.sqlite'}"

    @property
    def customers_url(self) -> str:
        """The address in front of customers' links."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or self.origin or f"http://{host}:{self.port}"


CHANNEL_CREDENTIAL = "CLEARWAY_CHANNEL_"


def channel_credential(name: str) -> str | None:
    """A credential of a channel by the variable that holds it, which must begin with `CLEARWAY_CHANNEL_`: whoever may
    name variables must not read others by it. None where it is not set, or empty."""
    return (os.environ.get(name) or None) if name.startswith(CHANNEL_CREDENTIAL) else None


CARRIER_CREDENTIAL = "CLEARWAY_CARRIER_"


def carrier_credential(name: str) -> str | None:
    """The same for a credential of a carrier, which must begin with `CLEARWAY_CARRIER_`."""
    return (os.environ.get(name) or None) if name.startswith(CARRIER_CREDENTIAL) else None
