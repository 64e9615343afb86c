"""What a browser is shown."""

from django.urls import reverse


def page_of(browser, name="desk", **args) -> str:
    """A page of the site ksp, as text."""
    return browser.get(reverse(name, kwargs={"site": "ksp", **args})).content.decode()
