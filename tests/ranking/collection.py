"""A small network's practices for scenarios: some that help, and between them those that real searches mistook for them.

The texts are made up; what each pair of them can be mistaken for was seen on the judged questions (tests/ranking/advisors).
"""

from network.models import City
from practices.content import Text
from practices.models import Practice
from tests.factories import a_city, a_published_practice

# Name in the scenarios -> language, title, summary.
PRACTICES: dict[str, tuple[str, str, str]] = {
    "phone": (
        "pl",
        "Sąsiedzi dzwonią w gorące dni",
        "Wolontariusze telefonują codziennie do osób po siedemdziesiątce, które mieszkają same i mało kogo widują.",
    ),
    "cool places": (
        "pl",
        "Mapa miejsc, w których jest chłodno",
        "Biblioteki, kościoły i świetlice są w upał otwarte dla każdego: woda, krzesło, toaleta.",
    ),
    "rainwater": (
        "pl",
        "Woda z dachów zostaje w ogrodach",
        "Niecki i zbiorniki przyjmują deszcz, zanim kanalizacja się przepełni i woda stanie na jezdniach.",
    ),
    "noise screens": (
        "pl",
        "Ekrany przy ulicy Wylotowej",
        "Mur z pnączami ma ograniczyć hałas z ulicy i ograniczyć jej uciążliwość dla sąsiadów ulicy.",
    ),
    "street lamps": (
        "pl",
        "Nowe latarnie przy ulicy Spacerowej",
        "Ulica była ciemna. Po zmroku piesi są teraz dla kierowców widoczni na całej ulicy.",
    ),
    "stove adviser": (
        "pl",
        "Doradca pomaga pozbyć się kopciucha",
        "Pracownik gminy przychodzi do domu, liczy koszty i pisze wniosek o wymianę pieca na węgiel.",
    ),
    "parquet": (
        "pl",
        "Wymiana parkietu w auli liceum",
        "Wymiana objęła parkiet, listwy i progi. Po wymianie z auli korzystają też mieszkańcy.",
    ),
    "bus shelter": (
        "pl",
        "Wymiana wiaty na pętli",
        "Starą wiatę zastąpiła nowa, wymiana trwała dwa dni. Pasażerowie autobusów nie mokną.",
    ),
    "bus on call": (
        "pl",
        "Autobus przyjeżdża, gdy ktoś zadzwoni",
        "Kursy zamawia się telefonem na godzinę przed odjazdem. Pojazdy nie jeżdżą już bez pasażerów.",
    ),
    "roses": ("pl", "Róże zamiast klepiska", "Zamiast pustego klepiska wzdłuż chodnika rośnie dwieście róż."),
    "school street": (
        "pl",
        "Pół godziny spokoju przed dzwonkiem",
        "Ulica pod szkołą jest rano zamknięta. Rodzice zostawiają auto dwie przecznice dalej, dzieci dochodzą pieszo.",
    ),
    "swimming": (
        "pl",
        "Każdy trzecioklasista umie pływać",
        "Nauka pływania trwa dwadzieścia lekcji, dojazd na basen opłaca gmina.",
    ),
    "science playground": (
        "pl",
        "Naukowy plac zabaw",
        "Dzieci poznają prawa fizyki na huśtawkach: nauka przez zabawę dla dzieci w każdym wieku.",
    ),
    "old houses": (
        "pl",
        "Cieśla doradza właścicielom drewnianych domów",
        "Przegląd dachu i okien za darmo, zanim wilgoć zniszczy zabytkowy dom. Zabytki żyją, gdy się w nich mieszka.",
    ),
    "fire brigade": (
        "pl",
        "Sprzęt ratowniczy dla strażaków ochotników",
        "Nożyce i poduszki do ratowania ludzi z wypadków.",
    ),
    "empty shops": (
        "pl",
        "Lokal na start",
        "Puste witryny przy rynku dostają za symboliczny czynsz ci, którzy je wyremontują i codziennie otworzą sklep.",
    ),
    "benches": (
        "pl",
        "Ławki na głównym placu",
        "W centrum nie było gdzie usiąść, więc w centrum stanęło dziesięć ławek.",
    ),
    "cups": (
        "pl",
        "Kubek, który wraca",
        "Na festynach i koncertach napoje sprzedaje się w kubkach z kaucją. Po imprezie zostaje o połowę mniej odpadów.",
    ),
    "cinema": (
        "pl",
        "Kino pod gołym niebem",
        "Imprezy plenerowe w parku: filmy, leżaki i imprezy dla rodzin przez całe lato.",
    ),
    "citizens' panel": (
        "pl",
        "Panel obywatelski o nocnym hałasie",
        "Wylosowani mieszkańcy przez pięć sobót szukali zgody, a prezydent odpowiedział na każde zalecenie.",
    ),
    "Citizen Street": (
        "pl",
        "Zielona ulica Obywatelska",
        "Wzdłuż ulicy Obywatelskiej rosną krzewy. Ulica Obywatelska była szara, dziś Obywatelska jest zielona.",
    ),
    "pasta": (
        "pl",
        "Makaron z zakładu aktywności zawodowej",
        "W zakładzie pracuje dwadzieścia osób z niepełnosprawnościami.",
    ),
    "gym": (
        "pl",
        "Siłownia pod chmurką",
        "Zadanie zakłada aktywność dla każdego: urządzenia zachęcają do aktywności osoby pracujące zawodowo.",
    ),
    "waste vans": (
        "pl",
        "Śmieciarka, która przyjeżdża w soboty",
        "Objazdowy PSZOK zbiera z osiedli meble, farby i elektrośmieci.",
    ),
    "self-driving": (
        "en",
        "A shuttle with nobody at the wheel",
        "Electric minibuses drive themselves between the station and the hospital.",
    ),
    "bins": (
        "en",
        "Containers that say when they are full",
        "Sensors measure how much rubbish there is, and lorries come only then.",
    ),
    "gasworks": (
        "en",
        "From gasworks to neighbourhood",
        "A derelict industrial site in the middle of town was cleaned and rebuilt together with those who live around it.",
    ),
    "debt": (
        "en",
        "A button that stops the reminders",
        "Residents who cannot pay their bills get half a year without interest, and somebody to talk to.",
    ),
    "start-ups": (
        "en",
        "Start-up academy",
        "Young founders start local firms: local mentors, a local office for each start, a start without debts.",
    ),
    "pocket forest": (
        "pl",
        "Las kieszonkowy na rogu",
        "Gęsto posadzone sadzonki rodzimych drzew rosną szybciej niż w parku.",
    ),
    "energy plans": (
        "en",
        "Energy plans of small towns",
        "LAs help other LAs to write plans. A hundred LAs took part, and each of the LAs has a manager now.",
    ),
}

# No word of any question.
_CITY = "Zmyślin"
_QUIET = {"pl": "Opis.", "en": "A text."}


def publish(*names: str) -> dict[int, str]:
    """Publish these practices, or all of them: the name of each by its id."""
    return {_published(name).pk: name for name in names or PRACTICES}


def _published(name: str) -> Practice:
    language, title, summary = PRACTICES[name]
    city = City.objects.filter(name=_CITY).first() or a_city(_CITY)
    quiet = dict.fromkeys(("challenge", "solution", "results", "lessons", "conditions"), _QUIET[language])
    text = Text(title=title, summary=summary, **quiet)
    return a_published_practice(city, texts={language: text}, original_language=language)
