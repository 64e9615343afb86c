"""Taking people on: an account, and one role at a site."""

import secrets

from django.contrib.auth import get_user_model
from django.db import transaction

from checkin.models import Membership, Site


@transaction.atomic
def employ(*, username: str, site: Site, role: str) -> tuple[Membership, str]:
    """Give somebody a role at a site; the same again changes nothing, another role takes its place.

    Returns the membership and, for a new account, its password, which is stored nowhere.
    Raises ``ValidationError`` for a name that no account may have.
    """
    users = get_user_model()
    username = users.normalize_username(username)
    person, password = users.objects.filter(username=username).first(), ""
    if person is None:
        password = secrets.token_urlsafe(12)
        person = users(username=username)
        person.set_password(password)
        person.full_clean()
        person.save()
    membership, _ = Membership.objects.update_or_create(user=person, site=site, defaults={"role": role})
    return membership, password
