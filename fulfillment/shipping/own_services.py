"""Services of a merchant's own: taken in from a file of the form of `data/shipping/services.yaml` or a table, kept with
their history, and laid over those that come with Clearway."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import orjson

from engine.bundled import data_folder
from engine.errors import DataRejected
from engine.goods.faults import Faults
from engine.goods.files import Record, read_yaml_text
from engine.ids import Ids, Prefix
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import NotFound
from fulfillment.records import OwnService, Shipment
from fulfillment.shipping.errors import OwnServicesRefused
from fulfillment.shipping.loading import Groups, ShippingData, load_shipping, read_groups, read_service
from fulfillment.shipping.own_rates import Entry
from fulfillment.shipping.service import Service
from fulfillment.shipping.service_table import table_record
from fulfillment.shipping.waking import wake_waiting
from fulfillment.shipping.writing import written
from fulfillment.store.shipping import add_own_services, own_service_at, own_services_of

NAME, TABLE = "services.yaml", "services"
ZIP, BOM = b"PK\x03\x04", b"\xef\xbb\xbf"
MOST = 500


@dataclass(frozen=True, slots=True)
class FileFault:
    """What is wrong in a file of services, by line and column, each from 1."""

    line: int
    column: int
    detail: str


@dataclass(frozen=True, slots=True)
class ServicesRead:
    """All services, or every fault and none."""

    services: tuple[Service, ...]
    faults: tuple[FileFault, ...]


@dataclass(frozen=True, slots=True)
class ServicesTaken:
    """Ids that are new or changed (or would be), how many stood so already, and every fault; with one nothing is
    kept."""

    changed: tuple[str, ...]
    known: int
    faults: tuple[FileFault, ...]


def read_own_services(content: bytes, groups: Groups) -> ServicesRead:
    """Services of a file; its own `groups` come beside those of data/shipping. Raises OwnServicesRefused when it is no
    such file."""
    faults = Faults()
    try:
        file = _file(content, faults)
    except (DataRejected, UnicodeDecodeError) as error:
        raise OwnServicesRefused(str(error)) from error
    known = {**groups, **read_groups(file.part("groups"))}
    services = file.each("services", lambda record: replace(read_service(record, known), is_own=True))
    file.close()
    found = [FileFault(each.place.line, each.place.column, each.message) for each in faults.found]
    found += _twice(services)
    if not services and not found:
        raise OwnServicesRefused("the file names no `services`")
    if len(services) > MOST:
        raise OwnServicesRefused(f"the file has {len(services)} services, and at most {MOST} are taken at once")
    return ServicesRead((), tuple(found)) if found else ServicesRead(services, ())


def import_services(session: WriteSession, ids: Ids, data: ShippingData, entry: Entry, content: bytes) -> ServicesTaken:
    """Takes a file in. Raises OwnServicesRefused when it is none."""
    read = read_own_services(content, data.groups)
    standing = {each.service: each for each in own_services_of(session, entry.merchant)}
    stated = {each.id: orjson.dumps(written(each)).decode() for each in read.services}
    new = [id_ for id_, text in stated.items() if id_ not in standing or standing[id_].text != text]
    if not entry.only_look:
        add_own_services(session, [_row(ids, entry, id_, stated[id_], standing.get(id_)) for id_ in new])
        wake_waiting(session, ids, entry.merchant, entry.now)
    return ServicesTaken(tuple(sorted(new)), len(stated) - len(new), read.faults)


def withdraw_service(session: WriteSession, ids: Ids, entry: Entry, service: str) -> None:
    """It is offered no more; one of the same id that comes with Clearway counts again. Raises NotFound."""
    known = next((each for each in own_services_of(session, entry.merchant) if each.service == service), None)
    if known is None or not known.text:
        raise NotFound("service of the merchant's own", service)
    add_own_services(session, [_row(ids, entry, service, "", known)])


def merchant_shipping(session: ReadSession, merchant: str, data: ShippingData) -> ShippingData:
    """What comes with Clearway, with the merchant's own services before those of the same id."""
    own = own_services(session, merchant)
    return data if not own else replace(data, services={**data.services, **own})


def shipping_of(session: ReadSession, merchant: str) -> ShippingData:
    """The same with what `data/shipping` has."""
    return merchant_shipping(session, merchant, load_shipping(data_folder()))


def service_of_parcel(session: ReadSession, parcel: Shipment) -> Service | None:
    """The one that was chosen for it, as it was stated when the parcel got its label: what the merchant changes or
    withdraws later changes nothing of it. None where none was chosen."""
    if not parcel.service_id:
        return None
    own = own_service_at(session, parcel.merchant_id, parcel.service_id, parcel.created_at)
    if own is not None and own.text:
        return opened(own.text)
    return load_shipping(data_folder()).services.get(parcel.service_id)


def own_services(session: ReadSession, merchant: str) -> Mapping[str, Service]:
    """The merchant's own by id, without those that were withdrawn."""
    found = (opened(each.text) for each in own_services_of(session, merchant) if each.text)
    return {each.id: each for each in found}


def channel_code(session: ReadSession, merchant: str, carrier: str, channel: str) -> str:
    """What a channel calls a carrier, as the merchant's own services say; "" where none does."""
    for each in own_services(session, merchant).values():
        if each.carrier == carrier and (code := dict(each.channel_codes).get(channel)):
            return code
    return ""


@lru_cache(MOST)
def opened(text: str) -> Service:
    """A service as it is kept. Read once: each choice for a part asks for all of them."""
    file = read_yaml_text(f'{{"services": [{text}]}}', NAME)
    (service,) = file.each("services", lambda record: read_service(record, {}))
    return replace(service, is_own=True)


def _file(content: bytes, faults: Faults) -> Record:
    """A workbook begins with the letters of a ZIP archive, a table with a heading of which a cell is `service`."""
    first = content.removeprefix(BOM).partition(b"\n")[0].lower().replace(b";", b",")
    cells = {cell.strip() for cell in first.split(b",")}
    is_table = content.startswith(ZIP) or b"service" in cells
    return (
        table_record(content, TABLE, faults) if is_table else read_yaml_text(content.decode("utf-8-sig"), NAME, faults)
    )


def _twice(services: Sequence[Service]) -> list[FileFault]:
    ids = [each.id for each in services]
    return [FileFault(1, 1, f"`{each}` is stated twice; keep one of them")
            for each in sorted({id_ for id_ in ids if ids.count(id_) > 1})]  # fmt: skip


def _row(ids: Ids, entry: Entry, service: str, text: str, known: OwnService | None) -> OwnService:
    return OwnService(
        id=ids.new(Prefix.OWN_SERVICE),
        merchant_id=entry.merchant,
        service=service,
        version=1 if known is None else known.version + 1,
        text=text,
        entered_at=entry.now,
        entered_by=entry.actor,
    )
