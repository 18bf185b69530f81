"""What is to be told, each try to tell it, addresses that came back, and what customers chose to be told."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table, UniqueConstraint, text

from engine.store.tables.naming import at, code, key, maybe_at, merchant, one_of, prose, small, whole
from fulfillment.store.tables.metadata import METADATA

HAS_END = text("due_at IS NOT NULL")

NOTICE = Table(
    "notice",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("kind"),
    code("about"),  # with `kind` what makes it the same notice
    code("audience"),
    prose("params"),
    code("state"),
    code("way"),  # by which it left, or was last tried; empty until then
    code("cause"),  # a code: why it did not leave
    at("created_at"),
    maybe_at("written_at"),
    maybe_at("due_at"),  # by when people should see to it; none once nobody needs to
    prose("why"),  # the words of whoever closed it
    UniqueConstraint("order_id", "kind", "about"),
    one_of("audience", "customer", "carrier"),
    one_of("state", "queued", "waiting", "written", "sent", "by_channel", "dropped", "refused"),
    Index("ix_notice_state", "merchant_id", "state", "id"),
    Index("ix_notice_due", "merchant_id", "due_at", "id", postgresql_where=HAS_END, sqlite_where=HAS_END),
    Index("ix_notice_newest", "merchant_id", "id"),
)

# A try is a row before anything is sent, so that after a crash it is known that something may have left.
NOTICE_TRY = Table(
    "notice_try",
    METADATA,
    code("notice_id"),
    small("number"),
    merchant(),
    code("order_id"),
    code("way"),
    code("sent_as"),  # id of the job, which is the message's own
    code("address"),  # a keyed digest of where it went; blank once the person was erased
    small("order_version"),  # whose address that was
    code("outcome"),
    code("reply"),  # the other side's code, never its words: they may hold the address
    at("begun_at"),
    maybe_at("ended_at"),
    PrimaryKeyConstraint("notice_id", "number"),
    one_of("outcome", "open", "sent", "refused", "failed", "bounced"),
    Index("ix_notice_try_sent_as", "sent_as"),
)

# Where nothing of an order is sent any more, since it came back for good.
NOTICE_BOUNCED = Table(
    "notice_bounced",
    METADATA,
    merchant(),
    code("order_id"),
    code("way"),
    code("address"),  # the same digest
    small("order_version"),
    code("cause"),  # the code of RFC 3463, or of the other side
    at("noted_at"),
    PrimaryKeyConstraint("order_id", "way", "address"),
)

NOTICE_CHOICE = Table(
    "notice_choice",
    METADATA,
    merchant(),
    whole("person"),  # the keyed token of who chose
    code("topic"),
    code("way"),
    at("changed_at"),
    code("chosen_by"),  # `buyer`, or `staff:` and the name of who chose for them
    PrimaryKeyConstraint("merchant_id", "person", "topic"),
    one_of("way", "mail", "text", "off"),
)

NOTICE_WISH = Table(
    "notice_wish",
    METADATA,
    merchant(),
    whole("person"),
    code("language"),  # blank: the order's own
    code("quiet_begin"),  # times of the day such as 21:00; blank: those of the house
    code("quiet_end"),
    at("changed_at"),
    code("chosen_by"),
    PrimaryKeyConstraint("merchant_id", "person"),
)
