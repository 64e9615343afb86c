"""Places, vocabulary, people at work, tablets, visits and historical totals."""

from checkin.models.devices import Device
from checkin.models.places import CalendarDay, OpeningHours, Site, Space
from checkin.models.staff import Membership
from checkin.models.totals import HistoricalTotal
from checkin.models.visits import Departure, SiteDay, Visit, VisitIdentity
from checkin.models.vocabulary import Origin, Purpose, VisitorCategory

__all__ = [
    "CalendarDay",
    "Departure",
    "Device",
    "HistoricalTotal",
    "Membership",
    "OpeningHours",
    "Origin",
    "Purpose",
    "Site",
    "SiteDay",
    "Space",
    "Visit",
    "VisitIdentity",
    "VisitorCategory",
]
