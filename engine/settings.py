"""What an operator sets, from the environment (`CLEARWAY_…`) and nowhere else."""

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
    worker: bool = Field(default=True, description="whether `serve` runs a worker inside")

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
