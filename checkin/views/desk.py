from django.http import Http404


def _later(request, *args, **kwargs):
    raise Http404


home = today = tally = check_out = void = open_kiosk = _later
