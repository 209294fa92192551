"""Past searches: which questions are kept, and for how long.

A question is personal until several people have asked it. Until then only keyed digests are kept (`AskedQuestion`); its text comes with
the asker who is one too many for it to be anybody's own. Even then it is kept only if it is short, has no address or long number in it, and
some public practice has all of its words: what stands in no public text, such as the name of a private person, never becomes a suggestion.
"""

import hmac
import re
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from search.engines.base import EngineUnavailable
from search.finding.page import Degraded, SearchPage
from search.models import AskedQuestion, PastSearch
from search.suggesting.asked import asked_now
from search.suggesting.past import is_answered
from search.suggesting.typed import Typed, typed

# So many different askers within so many days make a question everybody's; it is forgotten when nobody has asked it for so long.
ENOUGH_ASKERS, ASKER_DAYS, UNASKED_DAYS = 5, 30, 365
_LONGEST = 60
_PERSONAL = re.compile(r"@|://|www\.|\d[\d\s-]{4,}\d")


def worth_remembering(page: SearchPage) -> str:
    """The question of a page, if it may be kept once enough people have asked it; else nothing. A question that was narrowed, paged, put
    right or answered in part only is not the one that somebody typed and found something with.
    """
    asked = page.request
    plain = asked.page == 1 and asked.sort == "relevance" and not asked.facets and not asked.exact
    good = (
        page.count
        and page.degraded is not Degraded.ENGINE
        and not (page.corrected or page.unquoted or page.did_you_mean)
    )
    may_be_kept = plain and good and len(asked.q) <= _LONGEST and not _PERSONAL.search(asked.q)
    return asked.q if may_be_kept and typed(asked.q) else ""


def digest_of(text: str, address: str) -> str:
    """Who asked what `worth_remembering` gave, as a digest that tells nobody the address, and is another one for every question, however it
    was typed.
    """
    words = typed(text)
    return _digest("who", _key(words) if words else text, address)


def remember(text: str, language: str, who: str) -> bool:
    """Note that `who` (`digest_of`) asked; keep the text once enough people did. Whether it is kept now. Called by a worker."""
    words = typed(text)
    if words is None:
        return False
    key, today = _key(words), timezone.localdate()
    question = _digest("question", language, key)
    AskedQuestion.objects.update_or_create(question=question, who=who, defaults={"asked_on": today})
    since = today - timedelta(days=ASKER_DAYS)
    askers = AskedQuestion.objects.filter(question=question, asked_on__gt=since).count()
    known = PastSearch.objects.filter(language=language, key=key).update(last_asked_on=today, askers=askers)
    if known or askers < ENOUGH_ASKERS or not _is_public(words):
        return bool(known)
    PastSearch.objects.get_or_create(
        language=language, key=key, defaults={"text": text, "askers": askers, "last_asked_on": today}
    )
    return True


def block(search: PastSearch, *, blocked: bool) -> None:
    """Never suggest this question, or do so again."""
    PastSearch.objects.filter(pk=search.pk).update(blocked=blocked)


def forget_old() -> int:
    """Remove what is kept no longer; returns how many rows. A question that an operator has blocked stays, or it would come back."""
    today = timezone.localdate()
    gone, _ = AskedQuestion.objects.filter(asked_on__lte=today - timedelta(days=ASKER_DAYS)).delete()
    unasked = today - timedelta(days=UNASKED_DAYS)
    forgotten, _ = PastSearch.objects.filter(last_asked_on__lte=unasked, blocked=False).delete()
    return gone + forgotten


def _key(words: Typed) -> str:
    return " ".join(words.bare)


def _is_public(words: Typed) -> bool:
    try:
        return is_answered(words, asked_now())
    except EngineUnavailable:
        return False


def _digest(*parts: str) -> str:
    return hmac.digest(settings.SECRET_KEY.encode(), "\0".join(("past search", *parts)).encode(), "sha256").hex()[:32]
