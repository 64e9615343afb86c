"""A hard kiosk: from its pages a paired tablet reaches its pages, no staff, nobody's name and no other house."""

from collections import Counter
from html.parser import HTMLParser
from itertools import product
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from django.utils import timezone, translation

from checkin.models import VisitIdentity, VisitorCategory
from checkin.services.visits import undo
from checkin.tests.kiosk_addresses import QUESTIONS, address
from checkin.tests.kiosk_screens import close_the_house

pytestmark = pytest.mark.django_db
NAME = "Siti Nurhaliza"
FEW, NO_PAGE = 6, "/kiosk/nothing/"
LEADING = {"a": "href", "form": "action", "button": "formaction", "area": "href", "link": "href", "script": "src"}
LEADING |= {"div": "data-to", "img": "src", "iframe": "src", "use": "href", "meta": "content"}


class Ways(HTMLParser):
    """Where a page leads: its links and forms, and what its scripts are told; and the forms that may be filled in."""

    def __init__(self, html: str):
        super().__init__()
        self.found, self.forms = set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "form":
            self.forms.append(said)
        way = said.get(LEADING.get(tag, ""), "") or ""
        if tag == "meta":
            way = way.partition("url=")[2]
        self.found |= {way} - {""}
        self.found |= {value for name, value in attrs if name.startswith("data-") and value and value.startswith("/")}


@pytest.fixture
def house(site, enter, device_and_token):
    """Visits of each kind, one of a named person, just recorded by this tablet."""
    device, _ = device_and_token
    VisitorCategory.objects.filter(code="KRS").update(name_rule=VisitorCategory.NameRule.OPTIONAL)
    visits = [enter(device=device, persons=persons) for persons in (1, 24, 1, *[1] * 5)]
    named = visits[0]
    VisitIdentity.objects.create(visit=named, name=NAME, notice_version="1", language="id", keep_until=named.day)
    undo(visit=visits[2], device=device, at=timezone.now())
    type(named).objects.filter(pk=visits[3].pk).update(number=None)
    return visits


@pytest.fixture
def crawl(kiosk, house):
    """Every page that can be reached from the kiosk's own, a few of each kind: ``{path: answer}``."""

    def crawl(*more):
        asked = product(QUESTIONS.items(), ("id", "en"))
        begin = [address(name, *args, language=language) for (name, args), language in asked]
        begin += [f"{path}{visit.submission}/" for visit in house for path in ("/kiosk/thanks/", "/en/kiosk/thanks/")]
        waiting, answers, kinds = [*begin, *more, NO_PAGE], {}, Counter()
        while waiting:
            path = waiting.pop(0)
            kind = kind_of(path)
            if path in answers or path.startswith("/static/") or (kind and kinds[kind] >= FEW):
                continue
            kinds[kind] += 1
            answers[path] = kiosk.get(path)
            if is_page(answers[path]):
                waiting += [urlsplit(urljoin(path, way)).path for way in Ways(answers[path].text).found]
            if "Location" in answers[path].headers:
                waiting.append(urlsplit(answers[path].headers["Location"]).path)
        return answers

    return crawl


def kind_of(path: str) -> str:
    """The page an address names, with its language; "" for an address that names none."""
    language = "en" if path.startswith("/en/") else "id"
    try:
        with translation.override(language):
            return f"{resolve(path).url_name} {language}"
    except Resolver404:
        return ""


def outside(answers) -> set[str]:
    """Of the pages that were reached, those that are neither the kiosk's nor a file of its own."""
    return {path for path in answers if not is_the_kiosks(path)}


def is_the_kiosks(path: str) -> bool:
    if path in ("/sw.js", "/manifest.webmanifest", NO_PAGE):
        return True
    return kind_of(path).startswith("kiosk-")


def elsewhere(html: str) -> set[str]:
    """Ways to another host, or to no page at all."""
    return {way for way in Ways(html).found if urlsplit(way).netloc or urlsplit(way).scheme}


def test_every_way_from_a_kiosks_page_leads_to_a_kiosks_page(crawl):
    answers = crawl()

    assert len(answers) > 100
    assert outside(answers) == set()
    assert {path: elsewhere(answer.text) for path, answer in pages(answers).items() if elsewhere(answer.text)} == {}


def test_the_closed_house_leads_nowhere_else_either(kiosk, crawl, site):
    close_the_house(site)

    answers = crawl()

    assert address("kiosk-closed") in answers
    assert outside(answers) == set()


def test_no_page_shows_a_name(crawl):
    shown = {path for path, answer in pages(crawl()).items() if NAME.split()[0] in answer.text}

    assert shown == set()


def test_no_page_is_kept_and_every_form_keeps_what_was_typed_to_itself(crawl):
    answers = pages(crawl())

    assert {path for path, answer in answers.items() if answer.headers["Cache-Control"] != "no-store"} == set()
    assert {path for path, answer in answers.items() if forgetless(answer.text)} == set()


def test_following_every_way_writes_nothing(crawl, house):
    before = list(type(house[0]).objects.order_by("pk").values())

    crawl()

    assert list(type(house[0]).objects.order_by("pk").values()) == before


def is_page(answer) -> bool:
    return answer.headers.get("Content-Type", "").startswith("text/html")


def pages(answers) -> dict:
    return {path: answer for path, answer in answers.items() if is_page(answer)}


def forgetless(html: str) -> list[dict]:
    """Forms that a browser would offer to fill in; a dialog's is no form of ours to send."""
    return [form for form in Ways(html).forms if form.get("autocomplete") != "off" and form.get("method") != "dialog"]


# The twins: pages with the defect put in, which the same checks catch


def test_a_way_out_is_seen():
    assert not is_the_kiosks("/login/")
    assert not is_the_kiosks("/desk/ksp/")
    assert not is_the_kiosks("/nothing/")


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://example.com/">', '<form action="//example.com/kiosk/">', '<a href="tel:112">',
        '<meta http-equiv="refresh" content="6; url=https://example.com/">', '<div data-to="//example.com/">',
        '<button formaction="http://example.com/">', '<iframe src="https://example.com/">',
    ],
)  # fmt: skip
def test_a_way_to_another_house_is_seen(html):
    assert elsewhere(html)


@pytest.mark.parametrize("html", ["<form>", '<form method="post" autocomplete="on">', '<form action="/kiosk/call/">'])
def test_a_form_that_a_browser_would_fill_in_is_seen(html):
    assert forgetless(html)
