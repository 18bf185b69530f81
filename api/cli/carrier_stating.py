"""What the options of `clearway carriers add` and `change` state. Secrets are asked for, as for channels."""

from collections.abc import Sequence

from api.cli.channel_stating import asked, pairs
from api.cli.phrases import Language
from fulfillment.carriers.connecting import CarrierStated


def stated(
    endpoint: str | None,
    services: Sequence[str] | None,
    settings: Sequence[str] | None,
    credentials: Sequence[str] | None,
    secrets: Sequence[str] | None,
    live: bool | None,  # noqa: FBT001 - an option that may be absent
    language: Language,
) -> CarrierStated:
    """As use cases take it. Ends the command where it cannot be read."""
    return CarrierStated(
        endpoint=endpoint,
        services=pairs("--serve", services),
        settings=pairs("--set", settings),
        named=pairs("--credential", credentials),
        secrets=asked(secrets, language),
        live_rates=None if live is None else int(live),
    )
