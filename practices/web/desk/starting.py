"""Where a description begins: a new practice, the next version of a public one, the way to its draft."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from network.models import City, User
from network.policies import standing_of
from practices.content import PracticeContent, Text
from practices.models import Practice
from practices.policies import Action, may
from practices.selectors.desk import version_in_preparation
from practices.services.drafts import create_practice, start_next_version

from .access import DeskRequest, desk_page, practice_or_404, require
from .forms import PatientForm
from .vocabulary import LANGUAGE_NAMES


class StartForm(PatientForm):
    """The first question: what was done, where, in which language it will be described."""

    title = forms.CharField(
        label=gettext_lazy("Tytuł"),
        max_length=300,
        help_text=gettext_lazy("Co zrobiliście, nie nazwa projektu. Do 120 znaków. Można go potem zmienić."),
        error_messages={"required": gettext_lazy("Nadaj tytuł. Może być roboczy")},
    )
    city = forms.ModelChoiceField(
        label=gettext_lazy("Miasto"),
        queryset=City.objects.none(),
        to_field_name="slug",
        empty_label=None,
        error_messages={
            "required": gettext_lazy("Wybierz miasto"),
            "invalid_choice": gettext_lazy("Wybierz miasto z listy"),
        },
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Język opisu"),
        choices=list(LANGUAGE_NAMES.items()),
        help_text=gettext_lazy("Tłumaczenia dodasz w formularzu."),
        error_messages={
            "required": gettext_lazy("Wybierz język"),
            "invalid_choice": gettext_lazy("Wybierz język z listy"),
        },
    )

    def __init__(self, *args: Any, cities: list[City], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["city"]
        field.queryset = City.objects.filter(pk__in=[city.pk for city in cities])
        if len(cities) == 1:
            field.widget = forms.HiddenInput()
            self.initial["city"] = cities[0].slug


def writable_cities(user: User) -> list[City]:
    """The cities for which the person may begin a practice, by name."""
    cities = City.objects.filter(pk__in=standing_of(user).cities).order_by("name")
    return [city for city in cities if may(user, Action.CREATE, city)]


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def new(request: DeskRequest) -> HttpResponse:
    """Title, city, language; the draft is made with them, never empty."""
    cities = writable_cities(request.user)
    context: dict[str, Any] = {"section": "my-city", "robots": "noindex", "cities": cities}
    if not cities:
        return render(request, "desk/no_city.html", context, status=403)
    initial = {"city": request.GET.get("city", ""), "language": (get_language() or "pl")[:2]}
    form = StartForm(request.POST if request.method == "POST" else None, cities=cities, initial=initial)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "desk/new.html", context | {"form": form}, status=status)
    data = form.cleaned_data
    language = data["language"]
    content = PracticeContent(original_language=language, texts={language: Text(title=data["title"])})
    version = create_practice(actor=request.user, city=data["city"], content=content)
    return redirect("practice-edit", version=version.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def work(request: DeskRequest, practice: int) -> HttpResponse:
    """To the draft of a practice; where there is none, a question, and the next version begins only on a yes."""
    found = practice_or_404(practice)
    require(request.user, Action.EDIT, found)
    current = version_in_preparation(found)
    if current is not None:
        return redirect("practice-edit", version=current.pk)
    if request.method == "POST":
        version = start_next_version(actor=request.user, practice=found)
        return redirect("practice-edit", version=version.pk)
    context = {"section": "my-city", "robots": "noindex", "practice": found, "title": title_of(found)}
    return render(request, "desk/next_version.html", context)


def title_of(practice: Practice) -> str:
    """The title of the live version, else of the last one, in its original language."""
    version = practice.live or practice.versions.order_by("-number").first()
    text = version.texts.filter(language=version.original_language).first() if version else None
    return text.title if text and text.title else _("Praktyka bez tytułu")
