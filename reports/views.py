from django.http import Http404


def _later(request, *args, **kwargs):
    raise Http404


home = this_year = dashboard = workbook = _later
