"""A refusal on a form's page: the sentence stands at the field it is about, the status says who is to mend it."""

from django.forms import Form

from checkin.errors import (
    ChangedMeanwhile,
    NotThatManyInside,
    Refusal,
    SpaceFull,
    SubmissionConflict,
    TooLateHere,
)

#: Nothing in the form is wrong: what it is about has changed since its page was made.
CONFLICTS = (ChangedMeanwhile, NotThatManyInside, SpaceFull, SubmissionConflict, TooLateHere)


def tell(form: Form, refusal: Refusal) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


def status_of(form: Form, refusal: Refusal | None = None) -> int:
    if isinstance(refusal, CONFLICTS):
        return 409
    return 400 if refusal or form.errors else 200
