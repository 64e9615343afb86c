"""What people type at the front step."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """Django's own, in kinder words: its Indonesian sentence for a wrong password is garbled."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _("The name or the password is not right. Capital letters make a difference."),
    }
    # The length is checked here: Django's form only tells the browser, and the record of attempts takes no more.
    username = UsernameField(
        label=_("User name"),
        max_length=User._meta.get_field("username").max_length,
        widget=forms.TextInput(attrs={"autofocus": True, "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound:  # the name is there already; it is the password that is typed again
            del self.fields["username"].widget.attrs["autofocus"]
            self.fields["password"].widget.attrs["autofocus"] = True
