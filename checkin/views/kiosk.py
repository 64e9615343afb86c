from django.http import Http404


def _later(request, *args, **kwargs):
    raise Http404


category = persons = origin = purpose = thanks = space = undo = undone = _later
