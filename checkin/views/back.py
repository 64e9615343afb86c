"""The way back to the desk when something was done to a day's visits."""

from datetime import date

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from checkin.models import Site


def to_day(site: Site, day: date):
    """The desk's list of that day; today's asks for none."""
    asked = "" if day == site.day_of(timezone.now()) else f"?day={day:%Y-%m-%d}"
    return redirect(f"{reverse('desk', args=[site.code])}{asked}#today")
