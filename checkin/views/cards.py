"""The desk's cards: the list, a sheet of new ones shown once, the end of a lost one, and what its visits forget."""

from django.contrib import messages
from django.db.models import Max, OuterRef, Subquery
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from checkin.card_forms import CardFilter, IssueForm, RevokeForm
from checkin.errors import Refusal
from checkin.models import Card, Visit
from checkin.services.card_issuing import issue as issue_cards
from checkin.services.card_issuing import revoke_card
from checkin.services.card_issuing import unlink as unlink_card
from checkin.tables.devices import CardTable
from checkin.views.refused import status_of, tell
from checkin.views.sent import sent
from kspvisits.access import Room, staff_of
from kspvisits.numbers import count

CARDS_A_PAGE = 10


@require_safe
@staff_of(Room.DESK)
def cards(request, site):
    """Every card of the site, the newest on top."""
    last_visit = Visit.objects.standing().filter(card=OuterRef("pk")).order_by().values("card").annotate(on=Max("day"))
    rows = Card.objects.filter(site=site).select_related("category", "origin").order_by("-number")
    asked = CardFilter(request.GET or None, rows)
    rows = asked.narrow(rows).annotate(last_used_on=Subquery(last_visit.values("on")))
    context = {
        "site": site,
        "asked": asked,
        "cards": CardTable(rows, asked=request.GET, at=timezone.now(), is_narrowed=asked.is_asked),
        "form": IssueForm.blank(),
    }
    return render(request, "checkin/desk/cards.html", context, status=200 if asked.is_understood else 400)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of(Room.DESK)
def issue(request, site):
    """New cards, printed from the answer, which no other page can show again."""
    form = IssueForm(request.POST) if request.method == "POST" else IssueForm.blank()
    if form.is_valid():
        try:
            issued = issue_cards(site=site, **form.cleaned_data, at=timezone.now(), by=request.user)
        except Refusal as refusal:
            return _issue_page(request, site, form, refusal)
        return _sheet(request, site, issued)
    return _issue_page(request, site, form)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of(Room.DESK)
def revoke(request, site, card):
    """End a card, and on wish the link between its visits."""
    card = _card_of(site, card)
    form = RevokeForm(sent(request))
    if form.is_valid():
        now = timezone.now()
        revoke_card(card=card, reason=form.cleaned_data["reason"], at=now, by=request.user)
        messages.success(request, _("Card %(number)s is revoked. No tablet knows it any more.") % {"number": card})
        if form.cleaned_data["forget"]:
            _say_forgot(request, card, unlink_card(card=card, at=now))
        return _to_list(site)
    inside = Visit.objects.inside().filter(card=card).first()
    context = {"site": site, "card": card, "form": form, "inside": inside}
    return render(request, "checkin/desk/card_revoke.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of(Room.DESK)
def unlink(request, site, card):
    """Have the visits of a revoked card forget it."""
    card = _card_of(site, card)
    context = {"site": site, "card": card, "visits": Visit.objects.filter(card=card).count()}
    if request.method != "POST":
        return render(request, "checkin/desk/card_unlink.html", context)
    try:
        _say_forgot(request, card, unlink_card(card=card, at=timezone.now()))
    except Refusal as refusal:
        return render(request, "checkin/desk/card_unlink.html", {**context, "refusal": refusal}, status=409)
    return _to_list(site)


def _sheet(request, site, issued):
    """The one page with codes; the other language begins anew, since nothing keeps them."""
    sheets = [issued[start : start + CARDS_A_PAGE] for start in range(0, len(issued), CARDS_A_PAGE)]
    context = {"site": site, "sheets": sheets, "cards": issued, "page_url": reverse("desk-cards", args=[site.code])}
    return render(request, "checkin/desk/card_sheet.html", context)


def _issue_page(request, site, form, refusal: Refusal | None = None):
    if refusal:
        tell(form, refusal)
    context = {"site": site, "form": form}
    return render(request, "checkin/desk/card_issue.html", context, status=status_of(form, refusal))


def _say_forgot(request, card: Card, visits: int) -> None:
    words = ngettext(
        "%(count)s visit no longer knows card %(number)s; it counts as before.",
        "%(count)s visits no longer know card %(number)s; they count as before.",
        visits,
    )
    messages.success(request, words % {"count": count(visits), "number": card})


def _to_list(site):
    return redirect(f"{reverse('desk-cards', args=[site.code])}#cards")


def _card_of(site, pk: int) -> Card:
    """A card of this site; another site's is not there."""
    card = Card.objects.filter(site=site, pk=pk).select_related("category", "origin", "issued_by", "revoked_by").first()
    if card is None:
        raise Http404
    return card
