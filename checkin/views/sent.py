"""What a form of the desk was sent."""


def sent(request):
    """What was posted, even when that is nothing: an empty post is a mistake, not a visit to the page."""
    return request.POST if request.method == "POST" else None
