"""A city, as a fact of the register and as a member's profile."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CityKind(models.TextChoices):
    """What kind of unit a Polish town is; cities of other countries have none."""

    POWIAT_RIGHTS = "city-with-powiat-rights", _("miasto na prawach powiatu")
    URBAN = "urban", _("gmina miejska")
    URBAN_RURAL = "urban-rural", _("miasto w gminie miejsko-wiejskiej")


class City(models.Model):
    """One city. Polish towns come from the register (TERYT); others by country and name.

    `locative` includes its preposition ("w Przemyślu"); it and `genitive` are empty where unknown, and then pages use
    the nominative.
    """

    slug = models.SlugField(_("adres"), max_length=120, unique=True)
    name = models.CharField(_("nazwa"), max_length=120)
    locative = models.CharField(_("miejscownik z przyimkiem"), max_length=140, blank=True)
    genitive = models.CharField(_("dopełniacz"), max_length=120, blank=True)
    country = models.CharField(_("państwo"), max_length=2, default="PL")
    teryt = models.CharField("TERYT", max_length=7, unique=True, null=True, blank=True)
    geonames = models.PositiveIntegerField("GeoNames", unique=True, null=True, blank=True)
    kind = models.CharField(_("rodzaj"), max_length=30, choices=CityKind.choices, blank=True)
    powiat = models.CharField(_("powiat"), max_length=80, blank=True)
    voivodeship = models.CharField(_("województwo (TERYT)"), max_length=2, blank=True)
    population = models.PositiveIntegerField(_("liczba mieszkańców"), null=True, blank=True)
    latitude = models.FloatField(_("szerokość geograficzna"), null=True, blank=True)
    longitude = models.FloatField(_("długość geograficzna"), null=True, blank=True)
    is_demo = models.BooleanField(_("miasto przykładowe"), default=False)
    website = models.URLField(_("strona miasta"), blank=True)
    about = models.TextField(_("o mieście"), blank=True)
    updated_at = models.DateTimeField(_("zmieniono"), auto_now=True)

    class Meta:
        verbose_name = _("miasto")
        verbose_name_plural = _("miasta")
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["country", "name"]), models.Index(fields=["voivodeship"])]

    def __str__(self) -> str:
        return self.name

    @property
    def in_city(self) -> str:
        """As in "w Przemyślu"; the bare name where the locative is unknown."""
        return self.locative or self.name
