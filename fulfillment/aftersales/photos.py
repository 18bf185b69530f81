"""Photos of goods: handed in by customers as evidence, taken by the house when it looks at what came back. Kept sealed,
so that erasing the person destroys them."""

from collections.abc import Mapping

from engine.ids import Prefix
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.aftersales.stating import INSPECTED, REQUESTED
from fulfillment.desk_view import SealedFile
from fulfillment.errors import NotFound, PhotoRefused
from fulfillment.jobs import RETURN_DECIDE
from fulfillment.records import ReturnPhoto
from fulfillment.site import Occasion, Site
from fulfillment.states import Comeback
from fulfillment.store.aftersales import add_photo, find_return, photos_of
from fulfillment.thread import at_work

MOST_BYTES, MOST_PHOTOS = 5 << 20, 20
# By the first bytes, and not by what the sender says.
FORMS: Mapping[str, bytes] = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


def keep_photo(session: WriteSession, site: Site, occasion: Occasion, return_id: str, content: bytes) -> ReturnPhoto:
    """Keeps a photo; a return that is still asked for is judged anew by a job.

    Raises NotFound, and PhotoRefused for what is no picture, too large, one too many, or of a person who was erased.
    """
    media_type = next((name for name, start in FORMS.items() if content.startswith(start)), None)
    if media_type is None or len(content) > MOST_BYTES:
        msg = f"send a JPEG or PNG picture of at most {MOST_BYTES >> 20} MiB"
        raise PhotoRefused(msg)
    with at_work(session, site, occasion) as file:
        case = find_return(file.session, file.merchant, return_id)
        if case is None or case.order_id != file.order_id:
            raise NotFound("return", return_id)
        if len(photos_of(file.session, file.merchant, return_id)) >= MOST_PHOTOS:
            msg = f"the return has {MOST_PHOTOS} photos already"
            raise PhotoRefused(msg)
        sealed = site.desk.seal_file(file.session, file.merchant, file.order_id, content)
        if sealed is None:
            msg = "the person was erased; their goods have no photos any more"
            raise PhotoRefused(msg)
        photo = ReturnPhoto(
            id=file.ids.new(Prefix.PHOTO),
            merchant_id=file.merchant,
            order_id=file.order_id,
            return_id=return_id,
            stage=REQUESTED if case.state == Comeback.REQUESTED else INSPECTED,
            media_type=media_type,
            size=len(content),
            order_version=sealed.order_version,
            sealed=sealed.content,
            created_at=file.now,
            created_by=occasion.actor,
        )
        add_photo(file.session, photo)
        file.note("return_photo", dedup=f"photo:{photo.id}", data={"return": return_id, "photo": photo.id})
        if photo.stage == REQUESTED:
            file.add_job(RETURN_DECIDE, {"return_id": return_id, "photo": photo.id}, track="return_decide")
    return photo


def photo_content(
    session: ReadSession, site: Site, merchant: str, return_id: str, photo_id: str
) -> tuple[ReturnPhoto, bytes]:
    """A photo with its content. Raises NotFound, also once the person was erased, or its time is over."""
    found = next((each for each in photos_of(session, merchant, return_id) if each.id == photo_id), None)
    if found is None:
        raise NotFound("photo", photo_id)
    if not found.sealed:
        raise NotFound("photo that is kept no longer", photo_id)
    sealed = SealedFile(order_version=found.order_version, content=found.sealed)
    content = site.desk.open_file(session, merchant, found.order_id, sealed)
    if content is None:
        raise NotFound("photo of an erased person", photo_id)
    return found, content
