"""The page by which a customer follows an order: what it shows and never shows, whom it lets in, what is chosen."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from api.access.tries import Tries
from api.services import Services
from engine.desk.desk import Caller
from engine.desk.erasing import erase
from fulfillment.notify.choices import chosen
from fulfillment.notify.texts import LANGUAGES
from fulfillment.store.notices import notices_of
from tests.following import an_order_of, link_of, tell, under_way
from tests.http.conftest import Service
from tests.http.lives import admitted, worked

BODY = {"service": "mail", "progress": "off", "trouble": "mail"}


def shown(service: Service, path: str, **headers: str) -> str:
    answer = service.client.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.text


def choices(service: Service) -> dict[str, str]:
    desk = service.app.state.services.desk
    with service.database.read() as session:
        return dict(chosen(session, "main", desk.seal.person(an_order_of())))


def test_page_when_the_parcel_is_under_way_then_shows_how_far_it_is_and_what_is_in_it(service: Service) -> None:
    order_id = under_way(service, an_order_of(), "accepted", "departed_origin", "arrived_destination", "import_held")
    html = shown(service, link_of(service, order_id))
    assert 'lang="de"' in html
    assert "Tee &lt;blau&gt; &amp; weiß" in html
    assert re.search(r'class="now" aria-current="step".*In Ihrem Land', html)
    assert html.index("Vom Zoll angehalten") < html.index("Im Zielland eingetroffen") < html.index("übernommen")
    assert "Vielleicht schreibt oder ruft der Zoll Sie an." in html


def test_page_when_read_then_shows_first_name_and_town_and_nothing_else_of_the_person(service: Service) -> None:
    order = an_order_of()
    html = shown(service, link_of(service, under_way(service, order, "accepted")))
    assert "Für Erika, Berlin" in html
    assert order.customer is not None
    hidden = ("Muster", order.customer.email, order.customer.phone, order.shipping_address.line1,
              order.shipping_address.postcode)  # fmt: skip
    assert [each for each in hidden if each and each in html] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_when_a_language_is_chosen_then_is_in_it(lone_service: Service, language: str) -> None:
    path = link_of(lone_service, under_way(lone_service, None, "accepted"))
    html = shown(lone_service, f"{path}?lang={language}")
    assert f'<html lang="{language}"' in html
    assert "{" not in re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)


def test_page_when_answered_then_may_run_nothing_and_tells_no_other_site(lone_service: Service) -> None:
    answer = lone_service.client.get(link_of(lone_service, under_way(lone_service, None, "accepted")))
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers


def test_link_when_it_is_over_or_bent_or_of_a_form_then_opens_nothing(service: Service) -> None:
    order_id = admitted(service, an_order_of())
    path = link_of(service, order_id, timedelta(hours=1))
    bent = path[:-2] + ("AA" if path[-2:] != "AA" else "BB")
    assert service.client.get(bent).status_code == 404
    assert service.client.get("/t/x").status_code == 404
    assert service.client.get(path.replace("/t/", "/r/")).status_code == 404
    service.clock.move(3600)
    answer = service.client.get(path)
    assert answer.status_code == 410
    assert "A-3001" not in answer.text


def test_link_when_the_person_is_erased_then_opens_nothing(service: Service) -> None:
    order_id = admitted(service, an_order_of())
    path = link_of(service, order_id)
    service.client.post(path, data=BODY)
    erase(service.app.state.services.desk, Caller(merchant="main", name="tests"), order_id)
    worked(service)
    assert service.client.get(path).status_code == 410
    assert choices(service)["progress"] == "mail"


def test_link_when_somebody_tries_many_then_has_to_wait(lone_service: Service) -> None:
    services: Services = lone_service.app.state.services
    lone_service.app.state.services = replace(services, tries=Tries(most=2, within_s=600))
    answers = [lone_service.client.get(f"/t/{place}").status_code for place in range(3)]
    assert answers == [404, 404, 429]


def test_link_when_looked_at_all_the_time_then_has_to_wait(lone_service: Service) -> None:
    services: Services = lone_service.app.state.services
    path = link_of(lone_service, admitted(lone_service, an_order_of()))
    lone_service.app.state.services = replace(services, visits=Tries(most=1, within_s=600))
    assert [lone_service.client.get(path).status_code for _ in range(2)] == [200, 429]


def test_choices_when_saved_then_count_for_the_next_notice_of_any_order(service: Service) -> None:
    order_id = under_way(service, an_order_of(), "accepted")
    path = link_of(service, order_id)
    answer = service.client.post(path, data=BODY, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "?lang=de&saved=1")
    assert "Ihre Wahl ist gespeichert." in shown(service, f"{path}?saved=1")
    assert choices(service) == BODY
    tell(service, order_id, "delivered")
    with service.database.read() as session:
        last = notices_of(session, "main", order_id)[-1]
    assert (last.kind, last.state, last.cause) == ("delivered", "dropped", "unwanted")


def test_choices_when_one_click_of_a_mail_program_turns_a_topic_off_then_it_is(service: Service) -> None:
    path = link_of(service, admitted(service, an_order_of()))
    answer = service.client.post(f"{path}?off=trouble", data={"List-Unsubscribe": "One-Click"}, follow_redirects=False)
    assert answer.status_code == 200
    assert choices(service) == {"service": "mail", "progress": "mail", "trouble": "off"}


@pytest.mark.parametrize("body", [{"service": "off"}, {"progress": "text"}, {"progress": "pigeon"}])
def test_choices_when_no_form_of_ours_sends_them_then_nothing_is_kept(service: Service, body: dict[str, str]) -> None:
    path = link_of(service, admitted(service, an_order_of()))
    assert service.client.post(path, data=body).status_code == 404
    assert set(choices(service).values()) == {"mail"}


def test_choices_when_text_messages_are_sent_then_can_be_chosen(service: Service) -> None:
    service.app.state.services = replace(service.app.state.services, sends_texts=True)
    path = link_of(service, admitted(service, an_order_of()))
    assert "Per SMS" in shown(service, path)
    service.client.post(path, data={"progress": "text"})
    assert choices(service)["progress"] == "text"


def test_page_when_language_and_hours_are_chosen_then_shows_them_and_fills_in_what_was_left_out(
    service: Service,
) -> None:
    path = link_of(service, under_way(service, an_order_of(), "accepted"))
    service.client.post(path, data=BODY | {"language": "fr", "quiet_begin": "22:00", "quiet_end": ""})
    html = shown(service, path)
    assert re.search(r'<option value="fr"[^>]* selected>', html)
    assert ('value="22:00"' in html, 'value="08:00"' in html) == (True, True)
    service.client.post(path, data=BODY | {"language": "", "quiet_begin": "", "quiet_end": ""})
    assert 'value="22:00"' not in shown(service, path)
