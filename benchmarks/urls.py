"""The product's addresses and the bare views they are measured against."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from benchmarks.models import Row
from kspvisits.access import kiosk_may_enter
from kspvisits.urls import urlpatterns as product


@kiosk_may_enter
@login_not_required
@require_POST
def bare(request):
    """Insert one row and redirect, as the kiosk does."""
    Row.objects.create(code=request.POST["purpose"], persons=1, at=timezone.now())
    return HttpResponseRedirect("/kiosk/")


@kiosk_may_enter
@login_not_required
def empty(request):
    return HttpResponse()


urlpatterns = [path("bare/", bare), path("empty/", empty), *product]
