"""Give somebody an account and a role at a site."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from checkin.models import Membership
from checkin.services.staff import employ
from kspvisits.arguments import add_site, site_of


class Command(BaseCommand):
    help = "Give somebody a role at a site; a new account's password is printed once and stored nowhere."

    def add_arguments(self, parser):
        parser.add_argument("username")
        add_site(parser)
        parser.add_argument("--role", required=True, choices=Membership.Role.values)

    def handle(self, *, username, site, role, **options):
        place = site_of(site)
        try:
            _, password = employ(username=username, site=place, role=role)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        told = f"password {password}" if password else "the password stays as it is"
        self.stdout.write(f"{username}: {role} at {site}; {told}")
