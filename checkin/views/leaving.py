from django.http import Http404


def _later(request, *args, **kwargs):
    raise Http404


number = confirm = goodbye = _later
