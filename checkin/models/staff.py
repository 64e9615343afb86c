"""Who works where, and as what."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from checkin.models.places import Site


class Membership(models.Model):
    """One person's one role at one site. Administrators are superusers and need none."""

    class Role(models.TextChoices):
        FRONT_DESK = "front_desk", _("Front desk")
        REPORTING = "reporting", _("Reporting staff")
        HEAD = "head", _("Head of division")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    site = models.ForeignKey(Site, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "user"], name="one_role_per_site")]

    def __str__(self):
        return f"{self.user_id} {self.role} {self.site_id}"
