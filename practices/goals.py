"""The Sustainable Development Goals of the United Nations, by number."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SDG_NAMES: dict[int, str | Promise] = {
    1: _("1. Koniec z ubóstwem"),
    2: _("2. Zero głodu"),
    3: _("3. Dobre zdrowie i jakość życia"),
    4: _("4. Dobra jakość edukacji"),
    5: _("5. Równość płci"),
    6: _("6. Czysta woda i warunki sanitarne"),
    7: _("7. Czysta i dostępna energia"),
    8: _("8. Wzrost gospodarczy i godna praca"),
    9: _("9. Innowacyjność, przemysł, infrastruktura"),
    10: _("10. Mniej nierówności"),
    11: _("11. Zrównoważone miasta i społeczności"),
    12: _("12. Odpowiedzialna konsumpcja i produkcja"),
    13: _("13. Działania w dziedzinie klimatu"),
    14: _("14. Życie pod wodą"),
    15: _("15. Życie na lądzie"),
    16: _("16. Pokój, sprawiedliwość i silne instytucje"),
    17: _("17. Partnerstwa na rzecz celów"),
}
