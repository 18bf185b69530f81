"""What fulfilment keeps of persons, joined for the desk: handed out with the rest, forgotten with the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from api.storage import TABLES
from engine.desk.desk import Desk
from engine.desk.erasing import erased_again
from engine.desk.personal_data import Elsewhere, orders_of_erased, texts_forgotten
from engine.store.order_rows import newest_version
from engine.store.outbox import Job
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.aftersales.personal import pictured_about
from fulfillment.inbox.personal import forget_written, written_about
from fulfillment.records import NoticeChoice, NoticeWish
from fulfillment.site import Site
from fulfillment.store.channels import forget_documents
from fulfillment.store.notices import all_choices_of, forget_choices, wish_of
from fulfillment.store.retention import forget_after_sales

CHOICES = "notice_choices"


def kept_elsewhere(desk: Desk, site: Site) -> Elsewhere:
    """What the desk hands out beside its own: messages with their files, photos of returns, proofs of claims."""

    def of_order(session: ReadSession, merchant: str, order_id: str) -> Mapping[str, Sequence[Mapping[str, object]]]:
        return {
            **written_about(desk, session, merchant, order_id),
            **pictured_about(site, session, merchant, order_id),
            CHOICES: _chosen(session, merchant, order_id),
        }

    return of_order


def _chosen(session: ReadSession, merchant: str, order_id: str) -> Sequence[Mapping[str, object]]:
    """What the order's person chose of notices: ways by topic, then language and quiet hours."""
    newest = newest_version(session, merchant, order_id)
    if newest is None:
        return []
    wished = wish_of(session, merchant, newest.person)
    choices = all_choices_of(session, merchant, newest.person).values()
    kept: list[NoticeChoice | NoticeWish] = [*choices, *([] if wished is None else [wished])]
    told = [
        {name: value for name, value in asdict(each).items() if name not in ("merchant_id", "person")} for each in kept
    ]
    return [{"id": str(each.get("topic", "wishes")), "said": each} for each in told]


def forget_person(session: WriteSession, job: Job) -> None:
    """For the job that follows an erasure: the same keys again, what people wrote of the orders, in all tables,
    documents of channels that wait, what was chosen of notices and where they went, what buyers wrote,
    photos, proofs, reasons in their own words, and what carriers said."""
    erased_again(session, job)
    persons = job.payload["persons"]
    forget_choices(session, job.merchant, [int(each) for each in persons] if isinstance(persons, list) else [])
    texts_forgotten(session, job, TABLES)
    orders = orders_of_erased(session, job)
    forget_documents(session, job.merchant, orders)
    forget_written(session, job)
    forget_after_sales(session, job.merchant, orders)
