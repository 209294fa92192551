"""Cities join the network and leave it."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.errors import Refused
from network.models import City, Membership, User
from network.policies import Action
from network.services.authorising import authorise
from network.transactions import in_transaction


@in_transaction
def join_network(*, actor: User | None, city: City, on: date | None = None) -> Membership:
    """Begin a membership `on` a day (today). Raises `Refused`: "forbidden", "member" where the city takes part already,
    "invalid".
    """
    authorise(actor, Action.CHANGE_MEMBERSHIP, city)
    day = on or timezone.localdate()
    City.objects.select_for_update().get(pk=city.pk)
    last = Membership.objects.filter(city=city).order_by("-joined_on").first()
    if last is not None and last.left_on is None:
        raise Refused("member", _("To miasto już należy do sieci."))
    if last is not None and last.left_on is not None and day < last.left_on:
        raise Refused("invalid", _("Miasto nie może wstąpić ponownie wcześniej, niż wystąpiło."))
    return Membership.objects.create(city=city, joined_on=day)


@in_transaction
def leave_network(*, actor: User | None, city: City, on: date | None = None) -> Membership:
    """End the membership `on` a day (today); what the city published stays. Raises `Refused`: "forbidden",
    "not-member", "invalid".
    """
    authorise(actor, Action.CHANGE_MEMBERSHIP, city)
    day = on or timezone.localdate()
    membership = Membership.objects.select_for_update().filter(city=city, left_on__isnull=True).first()
    if membership is None:
        raise Refused("not-member", _("To miasto nie należy teraz do sieci."))
    if day < membership.joined_on:
        raise Refused("invalid", _("Miasto nie może wystąpić wcześniej, niż wstąpiło."))
    membership.left_on = day
    membership.save(update_fields=["left_on"])
    return membership
