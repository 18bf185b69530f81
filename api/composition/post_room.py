"""How notices leave this installation, by its settings: into files, unless a mail server or a gateway is named."""

import ssl
from email.utils import parseaddr
from functools import partial

from api.composition.openings import openings_of
from engine.desk.desk import Desk
from engine.errors import SettingUnusable
from engine.outgoing.client import Client
from engine.settings import Settings
from fulfillment.notify.post_room import PostRoom
from fulfillment.notify.ways.mail import MailServer, MailWay, Security
from fulfillment.notify.ways.text_message import PLAIN, TextGateway, TextWay


def make_post_room(settings: Settings, desk: Desk) -> PostRoom:
    """What the settings name. Raises SettingUnusable."""
    return PostRoom(
        mail=_mail(settings),
        text=_text(settings),
        sender=settings.smtp_from,
        links=desk.order_links,
        person=desk.seal.person,
        digest=desk.seal.digest,
    )


def _mail(settings: Settings) -> MailWay | None:
    if not settings.smtp_host:
        return None
    mailbox = parseaddr(settings.smtp_from)[1]
    if not mailbox.isascii() or "@" not in mailbox:
        raise SettingUnusable("CLEARWAY_SMTP_FROM", "name a mailbox, such as `Muster Shop <shop@shop.example>`")
    server = MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=Security(settings.smtp_security),
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value(),
        sender=settings.smtp_bounces or mailbox,
        trust=partial(ssl.create_default_context, cafile=settings.smtp_ca),
    )
    try:
        return MailWay(server)
    except ValueError as error:
        raise SettingUnusable("CLEARWAY_SMTP_SECURITY", str(error)) from error


def _text(settings: Settings) -> TextWay | None:
    if not settings.sms_url:
        return None
    fields = dict(each.partition("=")[::2] for each in settings.sms_fields.split())
    if set(fields) != set(PLAIN) or not all(fields.values()):
        raise SettingUnusable("CLEARWAY_SMS_FIELDS", "name all three, such as `to=To from=From text=Body`")
    gateway = TextGateway(
        url=settings.sms_url,
        sender=settings.sms_from,
        user=settings.sms_user,
        secret=settings.sms_secret.get_secret_value(),
        is_form=settings.sms_body == "form",
        fields=fields,
    )
    return TextWay(gateway, Client(openings_of(settings)))
