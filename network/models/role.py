"""What a person may do, and for which city."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .city import City


class Role(models.TextChoices):
    """The roles of the network."""

    CITY_EDITOR = "city-editor", _("redaktor miasta")
    CITY_COORDINATOR = "city-coordinator", _("koordynator miasta")
    ADVISOR = "advisor", _("doradca")
    REVIEWER = "reviewer", _("recenzent")
    OPERATOR = "operator", _("operator")

    @property
    def of_a_city(self) -> bool:
        """Whether the role is held for one city at a time."""
        return self in {Role.CITY_EDITOR, Role.CITY_COORDINATOR, Role.ADVISOR}


_CITY_ROLES = [Role.CITY_EDITOR, Role.CITY_COORDINATOR, Role.ADVISOR]


class RoleAssignment(models.Model):
    """One role of one person; an advisor of three cities has three."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roles", verbose_name=_("osoba")
    )
    role = models.CharField(_("rola"), max_length=20, choices=Role.choices)
    city = models.ForeignKey(
        City, on_delete=models.CASCADE, null=True, blank=True, related_name="roles", verbose_name=_("miasto")
    )
    may_submit = models.BooleanField(
        _("może wysyłać do recenzji"), default=False, help_text=_("Dotyczy redaktora; koordynator może zawsze.")
    )

    class Meta:
        verbose_name = _("rola osoby")
        verbose_name_plural = _("role osób")
        ordering = ["role", "city__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "city"], name="one_assignment_per_role_and_city", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=_CITY_ROLES, city__isnull=False)
                | (~models.Q(role__in=_CITY_ROLES) & models.Q(city__isnull=True)),
                name="city_roles_name_a_city",
                violation_error_message=_("Redaktor, koordynator i doradca mają miasto; recenzent i operator nie."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.city or ''}".strip()
