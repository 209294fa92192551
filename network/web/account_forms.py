"""django-allauth's forms in our words: labels that stand by themselves, no placeholders."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

_BAD_ADDRESS = _("Podaj adres e-mail ze znakiem @, na przykład biuro@miasto.example")


def _plain(form: forms.Form, labels: dict[str, Any]) -> None:
    form.use_required_attribute = False
    for name, label in labels.items():
        field = form.fields[name]
        field.label = label
        field.widget.attrs.pop("placeholder", None)


class SignInForm(allauth_forms.LoginForm):  # type: ignore[misc]
    """E-mail and password."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _plain(self, {"login": _("E-mail"), "password": _("Hasło"), "remember": _("Nie wylogowuj mnie przez 14 dni")})
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["login"].error_messages |= {"required": _("Podaj adres e-mail"), "invalid": _BAD_ADDRESS}
        self.fields["password"].help_text = ""
        self.fields["password"].error_messages["required"] = _("Podaj hasło")


class ForgottenPasswordForm(allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _plain(self, {"email": _("E-mail")})
        self.fields["email"].error_messages |= {"required": _("Podaj adres e-mail"), "invalid": _BAD_ADDRESS}


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, twice."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _plain(self, {"password1": _("Nowe hasło"), "password2": _("Nowe hasło jeszcze raz")})
        self.fields["password1"].help_text = _("Co najmniej 12 znaków. Dobre jest zdanie z kilku słów.")
        for name in ("password1", "password2"):
            self.fields[name].error_messages["required"] = _("Wpisz nowe hasło")


class AcceptanceForm(forms.Form):
    """What a person who was invited says: their name and a password."""

    name = forms.CharField(
        label=_("Imię i nazwisko"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Podaj imię i nazwisko")},
    )
    password = forms.CharField(
        label=_("Hasło"),
        strip=False,
        help_text=_("Co najmniej 12 znaków. Dobre jest zdanie z kilku słów."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Wpisz hasło")},
    )
    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """A password that is not easily guessed, also from the name."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("password"):
            try:
                password_validation.validate_password(data["password"])
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data
