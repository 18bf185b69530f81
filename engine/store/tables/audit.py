"""What shows that the audit is whole: its end, and signed anchors; and triggers that refuse to change what was written.

Triggers keep programs and people from changing entries by mistake or with little thought. Who owns the database can
take them off: that is what the chain, and anchors kept elsewhere, are for.
"""

from sqlalchemy import DDL, BigInteger, Column, ExecutableDDLElement, Table, event

from engine.store.tables.desk import AUDIT
from engine.store.tables.naming import METADATA, at, code, key, merchant, whole

# One row: how far the chain goes. An entry that is taken off the end is missed by it.
AUDIT_HEAD = Table("audit_head", METADATA, key("merchant_id"), whole("seq"), code("digest"))

# Only ever added; each signed with the installation's secret over its own values and the signature before.
AUDIT_ANCHOR = Table(
    "audit_anchor",
    METADATA,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    merchant(),
    whole("seq"),  # of the last entry that it covers
    code("digest"),  # of that entry
    at("at"),
    code("previous"),
    code("signature"),
)

_REFUSE = (
    "CREATE OR REPLACE FUNCTION clearway_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME; END $$"
)


def _append_only(table: Table) -> None:
    """Refuses to change or delete rows of a table, on both kinds of database."""
    name = table.name
    for action in ("UPDATE", "DELETE"):
        _after(
            table,
            "sqlite",
            f"CREATE TRIGGER {name}_no_{action.lower()} BEFORE {action} ON {name} "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {name} are never changed'); END",
        )
    _after(table, "postgresql", _REFUSE)
    for suffix, when, each in (("rows", "UPDATE OR DELETE", "ROW"), ("all", "TRUNCATE", "STATEMENT")):
        _after(
            table,
            "postgresql",
            f"CREATE TRIGGER {name}_append_only_{suffix} BEFORE {when} ON {name} "
            f"FOR EACH {each} EXECUTE FUNCTION clearway_append_only()",
        )


def _after(table: Table, dialect: str, statement: str) -> None:
    """Runs a statement once the table was made. A percent sign is DDL's own formatting, so ours is doubled."""
    made: ExecutableDDLElement = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
    event.listen(table, "after_create", made.execute_if(dialect=dialect))


_append_only(AUDIT)
_append_only(AUDIT_ANCHOR)
