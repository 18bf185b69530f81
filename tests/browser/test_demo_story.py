"""The three-minute story of docs/the-three-minute-story.md, played in the real console on one server."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from api.composition.parts import MERCHANT
from api.demo_shop import scene_orders as scene
from api.demo_shop.names import DEMO
from api.demo_shop.spreadsheet import ORDERS_IN_IT
from tests.browser.console_people import DESK, PHONE
from tests.browser.demo_server import Demo, a_demo, as_figure
from tests.browser.test_console_gallery import LEFT, MAY_STAND, PICTURES, PLAIN_TEXT, TOO_WIDE, faults
from tests.browser.test_console_rules import write
from tests.databases import SqliteFiles

SOON = 60_000  # milliseconds, on a machine that is busy; the pages look again by themselves
NAMED = re.compile(r"\b(?:Lin|Wei)\b", re.ASCII)  # people of the demonstration
OLD = '{from: 2026-01-01, value: 75, reference: "Stripe, Documentation, Radar risk evaluation"}'


@pytest.fixture(scope="module")
def demo(sqlite_files: SqliteFiles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with sqlite_files.fresh() as database, a_demo(database, tmp_path_factory.mktemp("demo")) as made:
        yield made


@pytest.fixture
def lin(browser: Browser, demo: Demo) -> Iterator[Page]:
    """The analyst, at the story."""
    with as_figure(browser, demo, "Lin") as page:
        expect(page.get_by_role("heading", level=1)).to_have_text("A shop in three minutes")
        yield page


def the(page: Page, scene_: str) -> Locator:
    return page.locator(f"section[aria-labelledby={scene_}]")


def reloaded_until(page: Page, scene_: str, text: str) -> None:
    """What follows is a worker's, so a person looks again."""
    for _ in range(120):
        if text in the(page, scene_).inner_text():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(f"{scene_} never says {text}")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_story_when_first_looked_at_then_its_buyer_is_still_asked(lin: Page, language: str) -> None:
    """First of all, since the others play it; so it stands in the pictures of the front pages."""
    if language == "zh":
        lin.get_by_role("button", name="中文").click()
    expect(the(lin, "korea")).to_contain_text({"en": "asks the buyer", "zh": "待买家补充"}[language])


def test_sheet_of_200_when_dropped_in_then_is_counted_by_who_acts(lin: Page) -> None:
    with lin.expect_download() as coming:
        the(lin, "sheet").get_by_role("link", name="The sheet").click()
    the(lin, "sheet").get_by_role("link", name="Order files").click()
    lin.set_input_files("[name=file]", str(coming.value.path()))
    lin.get_by_role("button", name="Decide its orders").click()
    expect(lin.get_by_role("link", name="as CSV")).to_be_visible(timeout=SOON)
    expect(lin.locator("h1 .count")).to_have_text(str(ORDERS_IN_IT))
    counted = [int(each) for each in lin.locator(".figures dd").all_inner_texts()]
    assert sum(counted) >= ORDERS_IN_IT
    expect(lin.locator(".figures")).to_contain_text("nobody")
    expect(lin.locator(".figures")).to_contain_text("the buyer")


def test_korean_order_when_its_buyer_gives_the_number_then_is_admitted(lin: Page) -> None:
    expect(the(lin, "korea")).to_contain_text("asks the buyer")
    story = lin.url
    the(lin, "korea").get_by_role("link", name="The buyer's form").click()
    lin.goto(f"{lin.url}?lang=en")
    lin.locator("input[type=text]").last.fill(scene.PCCC)
    lin.get_by_role("button", name="Send").click()
    lin.goto(story)
    reloaded_until(lin, "korea", "admitted")


def test_power_bank_when_lines_are_asked_then_one_is_offered_and_others_say_why_not(lin: Page) -> None:
    expect(the(lin, "power").locator("tr", has_text="line-4px")).to_contain_text(
        "does not take these goods (battery alone)"
    )
    expect(the(lin, "power").locator("tr", has_text="demo-battery-line")).to_contain_text("chosen")


def test_two_orders_when_merged_then_would_lose_their_ioss(lin: Page) -> None:
    expect(the(lin, "merge")).to_contain_text("refused")
    expect(the(lin, "merge").locator("li")).to_contain_text(
        ["more than the one-stop shop allows", "more than enters free", "another tax regime"]
    )


def test_buyer_with_five_cards_when_opened_then_every_signal_is_named(lin: Page) -> None:
    the(lin, "cards").get_by_role("link", name=scene.CARDS[-1]).click()
    expect(lin.locator("main")).to_contain_text("5 cards with one e-mail address within a week.")
    expect(lin.locator("main")).to_contain_text("The goods go to a likely forwarder")


def test_same_sku_when_from_three_warehouses_then_has_three_outcomes_with_source_and_date(lin: Page) -> None:
    rows = the(lin, "houses").locator("tbody tr")
    expect(rows).to_contain_text(["held", "admitted", "asks the buyer"])
    expect(rows).to_contain_text(["United States Postal Service, early 2026", "No border is crossed", "2019-12-14"])


def test_missing_attribute_when_filled_in_then_37_orders_go_on(lin: Page) -> None:
    assert the(lin, "lamp").locator(".figures dd").all_inner_texts() == ["37", "0"]
    the(lin, "lamp").get_by_role("button", name="It lies in the lamp").click()
    expect(lin.get_by_role("status")).to_contain_text("Done; what follows takes a moment.")
    reloaded_until(lin, "lamp", "Filled in by")
    for _ in range(120):
        if the(lin, "lamp").locator(".figures dd").all_inner_texts() == ["0", "37"]:
            break
        lin.wait_for_timeout(500)
        lin.reload()
    assert the(lin, "lamp").locator(".figures dd").all_inner_texts() == ["0", "37"]
    the(lin, "lamp").locator("summary").click()
    expect(the(lin, "lamp").locator("tbody tr")).to_have_count(37)
    expect(the(lin, "lamp").locator("tbody tr").first).to_contain_text("admitted")


def test_rule_when_edited_and_approved_by_a_second_person_then_is_live(browser: Browser, demo: Demo, lin: Page) -> None:
    the(lin, "rule").get_by_role("link", name="PAY-064").click()
    lin.get_by_placeholder("name-of-the-draft").fill("risky")
    lin.get_by_role("button", name="Change it in a new draft").click()
    month_ago = f"{demo.house.clock.now().date().replace(day=1)}"
    write(lin, OLD, f'{OLD}, {{from: {month_ago}, value: 40, reference: "house policy"}}')
    lin.get_by_role("button", name="Save").click()
    expect(lin.get_by_role("status").first).to_have_text("Saved.")
    for period in ("month", "all"):  # what changes for last month; and what a gate wants, which asks for all there is
        lin.goto(f"{demo.origin}/console/drafts/risky?view=impact")
        lin.locator("[name=over]").select_option(period)
        lin.get_by_role("button", name="Try it on the past").click()
        expect(lin.locator(".flow .moved").first).to_be_visible(timeout=SOON)
        expect(lin.get_by_role("region", name="Rule by rule").first).to_contain_text("PAY-064")
        expect(lin.get_by_role("progressbar")).to_have_count(0, timeout=SOON)
    lin.goto(f"{demo.origin}/console/drafts/risky?view=propose")
    lin.get_by_label("Why").fill("three refunds in a row")
    lin.get_by_role("button", name="Propose").click()
    for _ in range(60):
        if lin.get_by_role("link", name="See the proposal").count():
            break
        lin.wait_for_timeout(1000)
        lin.reload()
    lin.get_by_role("link", name="See the proposal").click()
    expect(lin.get_by_role("button", name="Approve")).to_have_count(0)
    with as_figure(browser, demo, "Noor") as noor:
        noor.goto(lin.url)
        noor.get_by_role("button", name="Approve").click()
        for _ in range(60):
            if "published" in noor.get_by_role("heading", level=1).inner_text():
                break
            noor.wait_for_timeout(1000)
            noor.reload()
        noor.goto(f"{demo.origin}/console/rules/PAY-064")
        expect(noor.get_by_text("today: 40")).to_be_visible()
    editions = demo.house.desk.editions
    assert editions.current(DEMO).digest != editions.current(MERCHANT).digest  # the shops beside it keep theirs


def test_complaint_when_taken_in_then_the_parcel_at_the_bench_is_stopped(
    browser: Browser, demo: Demo, lin: Page
) -> None:
    the(lin, "bench").get_by_role("button", name="Take the complaint in").click()
    reloaded_until(lin, "bench", "This parcel must not be packed")
    bench = browser.new_page()
    bench.goto(f"{demo.origin}/warehouse")
    bench.fill("#key", demo.key())
    bench.keyboard.press("Enter")
    bench.click("#to-review")
    bench.locator("[data-part]").first.click()
    expect(bench.locator("#held")).to_contain_text("HELD: do not pack")
    bench.close()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_story_when_looked_at_then_is_fit_for_people(lin: Page, language: str) -> None:
    if language == "zh":
        lin.get_by_role("button", name="中文").click()
        expect(lin.get_by_role("heading", level=1)).to_have_text("三分钟看懂一家店铺")
    PICTURES.mkdir(parents=True, exist_ok=True)
    for width, size in (("1280", DESK), ("390", PHONE)):
        lin.set_viewport_size(size)
        lin.screenshot(path=PICTURES / f"story-{language}-{width}.png", full_page=True)
        assert lin.evaluate(TOO_WIDE, size["width"]) == ""
    assert faults(lin) == []
    if language == "zh":
        texts = [NAMED.sub("", MAY_STAND.sub("", each)) for each in lin.evaluate(PLAIN_TEXT)]
        assert [each for each in texts if LEFT.search(each)] == []
