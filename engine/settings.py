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
    cluster_ca: Path | None = Field(default=None, description="certificate of who signed those of a Dask cluster (PEM)")
    cluster_cert: Path | None = Field(default=None, description="our own certificate for a Dask cluster (PEM)")
    cluster_key: Path | None = Field(default=None, description="the key of that certificate (PEM)")
    worker: bool = Field(default=True, description="whether `serve` runs a worker inside")

    @property
    def database(self) -> str:
        """The address of the database."""
        return self.database_url or f"sqlite:///{self.folder / 'clearway.sqlite'}"
