"""Larger type, A+, for one visitor: a cookie that ends where the visitor does.

It says ``yes`` while questions are answered and ``over`` from a page that says thanks; a page at which a visitor begins
forgets what is over. ``static/js/kiosk-size.js`` keeps the same rule where the tablet itself answers.
"""

from django.conf import settings

COOKIE, YES, OVER = "large", "yes", "over"
SECONDS = 10 * 60  # a tablet without scripts is left alone without anybody noticing
BEGINNINGS = {"category", "closed"}
ENDS = {"thanks", "undone", "recorded", "called", "goodbye", "stayed"}
RESTS = {"welcome"}


def size_of(request, page: str) -> str:
    """What the cookie has to say from this page on; "" for the usual size."""
    said = request.COOKIES.get(COOKIE, "")
    if said not in (YES, OVER) or page in RESTS or (said == OVER and page in BEGINNINGS):
        return ""
    return OVER if page in ENDS else said


def keep_size(request, response, size: str) -> None:
    if not size and COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE, samesite="Strict")
    elif size:
        response.set_cookie(COOKIE, size, max_age=SECONDS, secure=settings.KIOSK_COOKIE_SECURE, samesite="Strict")
