"""Places, vocabulary, people at work, tablets, cards, visits, evacuations and historical totals."""

from checkin.models.cards import Card, WrongCards
from checkin.models.days import DayClose
from checkin.models.devices import Device, FormerToken, NumberBlock, PairingCode, StaffCall
from checkin.models.door import DoorNote
from checkin.models.evacuations import Evacuation, EvacuationLine, EvacuationTick
from checkin.models.held import HeldSubmission
from checkin.models.places import CalendarDay, OpeningHours, Site, Space, SpaceLimit
from checkin.models.staff import Membership
from checkin.models.totals import HistoricalTotal
from checkin.models.visits import Departure, SiteDay, Visit, VisitIdentity
from checkin.models.vocabulary import Origin, Purpose, VisitorCategory

__all__ = [
    "CalendarDay",
    "Card",
    "DayClose",
    "Departure",
    "Device",
    "DoorNote",
    "Evacuation",
    "EvacuationLine",
    "EvacuationTick",
    "FormerToken",
    "HeldSubmission",
    "HistoricalTotal",
    "Membership",
    "NumberBlock",
    "OpeningHours",
    "Origin",
    "PairingCode",
    "Purpose",
    "Site",
    "SiteDay",
    "Space",
    "SpaceLimit",
    "StaffCall",
    "Visit",
    "VisitIdentity",
    "VisitorCategory",
    "WrongCards",
]
