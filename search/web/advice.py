"""What the status means and what to do about it, in sentences, the most urgent first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.web.templatetags.formats import duration, number
from search.indexing.status import Status

BUILD = "manage.py search_index build --promote"


@dataclass(frozen=True, slots=True)
class Advice:
    """`what` is so, `then` is what follows and what to do; `command` to be run on the server, where that is what to do."""

    what: str
    then: str
    command: str = ""
    well: bool = False


def advice(status: Status) -> list[Advice]:
    """Everything that is not as it should be; one sentence that all is well where nothing is."""
    found = [said for check in _CHECKS for said in check(status)]
    return found or [
        Advice(_("Wszystko jest zgodne."), _("Indeks zgadza się z bazą i żadna zmiana nie czeka długo."), well=True)
    ]


def _engines(status: Status) -> Iterator[Advice]:
    for engine in status.engines:
        if not engine.answers:
            yield Advice(
                _("Silnik wyszukiwania nie odpowiada: %(place)s.") % {"place": engine.place},
                _(
                    "Szukanie idzie prościej, z bazy, a publikowanie działa: zmiany czekają w kolejce i zapiszą się same, gdy silnik "
                    "wróci. Uruchom go albo popraw SEARCH_URL."
                ),
            )


def _live(status: Status) -> Iterator[Advice]:
    live = status.live
    if live is None:
        yield Advice(
            _("Nie ma jeszcze indeksu."), _("Szukanie idzie prościej, z bazy. Zbuduj indeks na serwerze:"), BUILD
        )
    elif not live.current:
        yield Advice(
            _("Indeks zbudowała inna wersja programu."),
            _("Szukanie działa, ale zmiany czekają w kolejce na nowy indeks. Zbuduj go na serwerze:"),
            BUILD,
        )


def _drift(status: Status) -> Iterator[Advice]:
    run = status.live.run if status.live else None
    if run is None:
        return
    if run.ahead:
        yield Advice(
            ngettext(
                "Indeks zna nowszy stan %(count)s praktyki niż baza.", "Indeks zna nowszy stan %(count)s praktyk niż baza.", run.ahead
            )
            % {"count": number(run.ahead)},
            _(
                "Tak jest po odtworzeniu bazy z kopii zapasowej. Jeśli partnerzy nie wiedzą jeszcze o odtworzeniu, uruchom "
                "najpierw manage.py restart_feed. Wyrówna to tylko nowy indeks:"
            ),
            BUILD,
        )  # fmt: skip
    elif run.drift:
        yield Advice(
            ngettext(
                "Indeks nie jest zgodny z bazą: różni się %(count)s praktyka z %(all)s.",
                "Indeks nie jest zgodny z bazą: różni się %(count)s praktyk z %(all)s.",
                run.drift,
            )
            % {"count": number(run.drift), "all": number(max(run.documents, run.drift))},
            _(
                "Każde sprawdzenie wstawia różnice do kolejki. Sprawdź ponownie za kilka minut. Jeśli zostaną, zbuduj nowy "
                "indeks na serwerze:"
            ),
            BUILD,
        )  # fmt: skip


def _outbox(status: Status) -> Iterator[Advice]:
    if status.stands_still:
        yield Advice(
            _("Najstarsza zmiana czeka w kolejce już %(time)s.") % {"time": duration(status.waited)},
            _(
                "Sprawdź, czy działają worker, beat i Redis oraz czy silnik wyszukiwania odpowiada. Nic nie ginie: zmiany czekają w bazie."
            ),
        )
    if parked := status.outbox.parked:
        yield Advice(
            ngettext("%(count)s zmiana jest odłożona.", "%(count)s zmian jest odłożonych.", parked) % {"count": number(parked)},
            _("Nie udało się jej wykonać, a reszta kolejki idzie dalej. Przeczytaj błąd, usuń przyczynę i ponów.")
            if parked == 1
            else _("Nie udało się ich wykonać, a reszta kolejki idzie dalej. Przeczytaj błędy, usuń przyczyny i ponów."),
        )  # fmt: skip


def _unchecked(status: Status) -> Iterator[Advice]:
    if status.unchecked:
        yield Advice(
            _("Indeksu dawno nie sprawdzano."),
            _(
                "Sprawdzanie powinno iść samo co dziesięć minut. Sprawdź, czy działają beat i worker, albo wybierz „Sprawdź teraz”."
            ),
        )


_CHECKS: tuple[Callable[[Status], Iterator[Advice]], ...] = (_engines, _live, _drift, _outbox, _unchecked)
