"""For how long after-sales keeps what is personal, by which setting; the desk's daily job has it done."""

from collections.abc import Mapping
from types import MappingProxyType

from engine.desk.preferences import (
    KEEP_CLAIM_PROOFS,
    KEEP_MESSAGES,
    KEEP_NOTICES,
    KEEP_RETURN_PHOTOS,
    KEEP_TRACKING,
)
from engine.desk.retaining import Elsewhere
from fulfillment.store.retention import (
    tidy_claim_proofs,
    tidy_messages,
    tidy_notices,
    tidy_return_photos,
    tidy_tracking,
)

KEPT: Mapping[str, Elsewhere] = MappingProxyType(
    {
        "messages": Elsewhere(KEEP_MESSAGES, tidy_messages),
        "notices": Elsewhere(KEEP_NOTICES, tidy_notices),
        "return_photos": Elsewhere(KEEP_RETURN_PHOTOS, tidy_return_photos),
        "claim_proofs": Elsewhere(KEEP_CLAIM_PROOFS, tidy_claim_proofs),
        "tracking": Elsewhere(KEEP_TRACKING, tidy_tracking),
    }
)
