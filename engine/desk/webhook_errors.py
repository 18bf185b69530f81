"""What the desk refuses about webhooks.

DeskError
├── EndpointRefused     an address, a list of types or an overlap cannot be
├── EndpointDisabled    nothing is sent to an endpoint that is disabled
├── EndpointsFull       a merchant has as many endpoints as there may be
└── SecretsFull         an endpoint has as many secrets that sign as there may be
"""

from engine.desk.errors import DeskError


class EndpointRefused(DeskError):
    """the endpoint cannot be kept like this"""

    code = "endpoint_refused"

    def __init__(self, field: str, detail: str) -> None:
        self.field = field
        super().__init__(f"`{field}` {detail}")


class EndpointDisabled(DeskError):
    """the endpoint is disabled; enable it first"""

    code = "endpoint_disabled"

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        super().__init__(f"endpoint `{endpoint}` is disabled; enable it first")


class EndpointsFull(DeskError):
    """there are as many endpoints as there may be; delete one first"""

    code = "endpoints_full"


class SecretsFull(DeskError):
    """too many secrets sign for the endpoint; wait until the oldest ends, or rotate without an overlap"""

    code = "secrets_full"
