"""The dashboard in a real browser: for everyone, on every width, on paper and without scripts."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import expect

from checkin.models import VisitorCategory
from reports.models import AnnualTarget
from reports.targets import even, set_target

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = {"desktop": 1440, "twice as large": 720, "phone": 390}
A4 = 1046  # px of a page's height inside its margins at 96 dpi

CUT = """() => [...document.querySelectorAll('svg.drawing')].filter(svg => svg.checkVisibility()).flatMap(svg => {
    const edge = svg.getBoundingClientRect();
    return [...svg.querySelectorAll('text')].filter(text => {
        const room = text.getBoundingClientRect();
        return room.left < edge.left - 1 || room.right > edge.right + 1 || room.top < edge.top - 1
            || room.bottom > edge.bottom + 1;
    }).map(text => text.textContent.trim());
})"""
OVERLAPS = """() => [...document.querySelectorAll('svg.drawing')].filter(svg => svg.checkVisibility()).flatMap(svg => {
    const texts = [...svg.querySelectorAll('text')].map(text =>
        [text.textContent.trim(), text.getBoundingClientRect()]);
    return texts.flatMap(([a, one], i) => texts.slice(0, i).filter(([b, other]) => {
        const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        return wide > 1 && high > 6;  // a line of type is taller than its letters
    }).map(([b]) => `${a} on ${b}`));
})"""


@pytest.fixture
def visit(live_server, client, context, reporter, history):
    """Open a page as reporting staff, and fail on whatever the browser complains of."""
    client.force_login(reporter)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    complaints = []

    def visit(year=2019, language="id", width=1440):
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.set_viewport_size({"width": width, "height": 900})
        with override(language):
            page.goto(live_server.url + reverse("reports-dashboard", args=["ksp", year]))
        return page

    yield visit
    assert complaints == []


@pytest.fixture
def running_year(history, enter):
    """This year so far: everybody came, a target far away."""
    for persons, category in enumerate(VisitorCategory.objects.all(), 1):
        enter(category=category, persons=20 * persons)
    year = history.day_of(timezone.now()).year
    set_target(site=history, year=year, months=even(12_000), method=AnnualTarget.Method.EVEN)
    return year


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_axe_finds_nothing(visit, running_year, language, width):
    for year in (2018, 2019, 2020, running_year):
        page = visit(year, language, width)
        for summary in page.locator("summary").all():
            summary.click()
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_nothing_is_cut_and_nothing_overlaps(visit, running_year, width):
    for year in (2018, 2019, running_year):
        page = visit(year, width=width)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        assert page.evaluate(CUT) == []
        assert page.evaluate(OVERLAPS) == []


def test_a_text_over_the_edge_and_one_over_another_are_seen(visit):
    page = visit()
    page.evaluate("() => document.querySelectorAll('.chart .value').forEach(text => text.setAttribute('x', '5'))")

    assert page.evaluate(CUT)
    assert page.evaluate(OVERLAPS)


def test_a_phone_gets_the_narrow_drawings_and_a_desk_the_wide_ones(visit):
    shown = (
        "() => [...document.querySelectorAll('svg.drawing')].filter(s => s.checkVisibility()).map(s => s.classList[1])"
    )

    assert set(visit(width=390).evaluate(shown) + visit(width=390).evaluate(shown)) >= {"drawing-narrow"}
    assert "drawing-narrow" not in visit(width=1440).evaluate(shown)


def test_on_paper_every_table_is_open_and_no_chart_is_split(visit, running_year):
    for year in (2019, running_year):
        page = visit(year)
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 688, "height": A4})
        tables = page.locator(".chart table")
        assert tables.count() == 3
        assert all(table.is_visible() for table in tables.all())
        assert all(card.bounding_box()["height"] < A4 for card in page.locator(".card").all())
        assert page.evaluate(CUT) == []
        assert not page.locator(".picker").is_visible()
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 2


def test_without_scripts_the_picker_the_menu_and_the_tables_work(visit, browser, context, live_server):
    visit()
    plain = browser.new_context(java_script_enabled=False, storage_state=context.storage_state())
    page = plain.new_page()
    page.goto(live_server.url + reverse("reports-dashboard", args=["ksp", 2019]))

    page.get_by_text("Unduh Excel").click()
    expect(page.get_by_role("link", name="Excel siap cetak (nilai)")).to_be_visible()
    page.get_by_text("Angka yang sama dalam tabel").first.click()
    expect(page.get_by_role("cell", name="370,24%").first).to_be_visible()
    page.get_by_label("Tahun").select_option("2018")
    page.get_by_role("button", name="Tampilkan").click()
    page.wait_for_url("**/reports/ksp/2018/")
    plain.close()


def test_the_answer_is_the_first_thing_read_after_the_bar(visit):
    page = visit()
    first = page.locator("main :is(h2, p, figure)").first

    assert first.inner_text() == "Target tercapai pada Oktober 2019: 1.015 dari 1.000 kunjungan."
