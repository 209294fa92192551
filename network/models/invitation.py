"""An invitation to take a role: the only way to an account."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .city import City
from .role import Role


class Invitation(models.Model):
    """Sent by e-mail with a secret link; only the token's SHA-256 is kept."""

    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("rola"), max_length=20, choices=Role.choices)
    city = models.ForeignKey(City, on_delete=models.CASCADE, null=True, blank=True, verbose_name=_("miasto"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False)
    created_at = models.DateTimeField(_("wysłano"), auto_now_add=True)
    expires_at = models.DateTimeField(_("ważne do"))
    accepted_at = models.DateTimeField(_("przyjęto"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("zaproszenie")
        verbose_name_plural = _("zaproszenia")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.email} ({self.get_role_display()})"
