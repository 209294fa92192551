"""Tags: made in bulk as they are typed, renamed and merged by operators so that the index follows
in one transaction.
"""

from collections.abc import Iterable
from hashlib import sha256

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from network.models import User
from network.services.renaming import note_renaming
from network.slugs import ascii_slug
from network.transactions import in_transaction
from practices.errors import Refused
from practices.models import Practice, Tag, VersionTag
from practices.policies import Action
from practices.services.authorising import authorise
from practices.services.fanout import touch_public
from practices.text.cleaning import clean_line
from practices.text.tags import LONGEST_TAG, distinct, tag_key


def ensure_tags(names: Iterable[str]) -> list[int]:
    """The ids of the tags of these names, made where they are new, in the given order; two queries
    unless some are new.
    """
    by_key = {tag_key(name): name for name in distinct(names)}
    known = _ids(by_key)
    if len(known) < len(by_key):
        _make({key: by_key[key] for key in sorted(by_key.keys() - known.keys())})
        known = _ids(by_key)
    return [known[key] for key in by_key]


def _ids(keys: Iterable[str]) -> dict[str, int]:
    return dict(Tag.objects.filter(key__in=list(keys)).values_list("key", "id"))


def _make(names: dict[str, str]) -> None:
    """Insert in the order of keys, so that two who make the same tags never wait for each other in a circle."""
    bases = {key: ascii_slug(name) or "tag" for key, name in names.items()}
    taken = set(Tag.objects.filter(slug__in=bases.values()).values_list("slug", flat=True))
    tags = []
    for key, name in names.items():
        slug = bases[key] if bases[key] not in taken else _longer(bases[key], key, 0)
        taken.add(slug)
        tags.append(Tag(name=name, key=key, slug=slug))
    Tag.objects.bulk_create(tags, ignore_conflicts=True)
    # Somebody took the slug for another tag meanwhile, or a tag of this name kept it when it was renamed.
    turn = 0
    while missing := sorted(names.keys() - _ids(names).keys()):
        longer = [Tag(name=names[k], key=k, slug=_longer(bases[k], k, turn)) for k in missing]
        Tag.objects.bulk_create(longer, ignore_conflicts=True)
        turn += 1


def _longer(base: str, key: str, turn: int) -> str:
    """A slug of this key alone, another one each turn."""
    return f"{base}-{sha256((key + '!' * turn).encode()).hexdigest()[:8]}"


@in_transaction
def rename_tag(*, actor: User, tag: Tag, name: str) -> Tag:
    """Give a tag another name; its address stays. Raises `Refused` ("forbidden", "invalid", "taken")."""
    authorise(actor, Action.MANAGE_TAGS)
    new, key = clean_line(name), tag_key(name)
    if not key or "," in new or max(len(new), len(key)) > LONGEST_TAG:
        raise Refused("invalid", _("Nazwa tagu ma od 1 do 100 znaków i nie zawiera przecinka."))
    [locked] = _locked(tag.pk)
    if Tag.objects.filter(key=key).exclude(pk=locked.pk).exists():
        raise Refused("taken", _("Jest już tag o tej nazwie. Zamiast zmieniać nazwę, scal te tagi."))
    locked.name, locked.key = new, key
    locked.save(update_fields=["name", "key"])
    note_renaming(f"tag {locked.pk}")
    if locked.canonical_id is None:
        touch_public(_carrying(Q(tag=locked) | Q(tag__canonical=locked)))
    return locked


@in_transaction
def merge_tags(*, actor: User, tag: Tag, into: Tag) -> Tag:
    """Let `tag`, and every tag merged into it, mean `into` (or what `into` already means); returns the canonical tag.

    Raises `Refused` ("forbidden", "invalid" where both already mean the same).
    """
    authorise(actor, Action.MANAGE_TAGS)
    # The first tag of all stands for merging as such: otherwise tags merged into ours meanwhile would be locked out of order.
    Tag.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True).first()
    locked = {t.pk: t for t in _locked(tag.pk, into.pk)}
    source = locked[tag.pk]
    target_id = locked[into.pk].canonical_id or into.pk
    if source.pk == target_id or source.canonical_id == target_id:
        raise Refused("invalid", _("Te tagi znaczą już to samo."))
    touch_public(_carrying(Q(tag=source) | Q(tag__canonical=source)))
    Tag.objects.filter(Q(pk=source.pk) | Q(canonical=source)).update(canonical=target_id)
    note_renaming(f"tag {source.pk} is {target_id}")
    canonical: Tag = Tag.objects.get(pk=target_id)
    return canonical


@in_transaction
def undo_merge(*, actor: User, tag: Tag) -> Tag:
    """Let a merged tag mean itself again. Raises `Refused` ("forbidden", "invalid" where it is not merged)."""
    authorise(actor, Action.MANAGE_TAGS)
    [locked] = _locked(tag.pk)
    if locked.canonical_id is None:
        raise Refused("invalid", _("Ten tag nie jest scalony z innym."))
    locked.canonical = None
    locked.save(update_fields=["canonical"])
    note_renaming(f"tag {locked.pk} is itself")
    touch_public(_carrying(Q(tag=locked)))
    return locked


def _locked(*ids: int) -> list[Tag]:
    """These tags, locked in the order of ids together with everything merged into them."""
    rows = Tag.objects.select_for_update().filter(Q(pk__in=ids) | Q(canonical__in=ids)).order_by("pk")
    return [tag for tag in rows if tag.pk in ids]


def _carrying(uses: Q) -> "QuerySet[Practice]":
    """The practices whose live version has one of these uses of a tag."""
    return Practice.objects.filter(live__in=VersionTag.objects.filter(uses).values("content_object"))
