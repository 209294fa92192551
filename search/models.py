"""What search keeps in the database: its generations with their vocabulary, analysed terms, vectors, the gate's last word, synonyms, and
past searches.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from search.synonyms.groups import Group


class GenerationState(models.TextChoices):
    """The life of a generation."""

    BUILDING = "building", "w budowie"
    LIVE = "live", "w użyciu"
    PREVIOUS = "previous", "poprzednia"
    RETIRED = "retired", "wycofana"


class Generation(models.Model):
    """One copy of the index. Every building, live and previous generation is written; searches read the live one.

    `engine` is the place of the engine that holds it (`Engine.place`). `cursor` is the id up to which a build has read, so that an
    interrupted build goes on.
    """

    name = models.CharField(max_length=60, unique=True)
    engine = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=GenerationState.choices, default=GenerationState.BUILDING)
    fingerprint = models.CharField(max_length=64)
    cursor = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    built_at = models.DateTimeField(null=True)
    promoted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "generacja indeksu"
        verbose_name_plural = "generacje indeksu"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=models.Q(state="live"), name="one_live_generation"),
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="previous"), name="one_previous_generation"
            ),
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="building"), name="one_building_generation"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class VocabularyTable(models.Model):
    """The vocabulary made with a generation (`search.vocabulary`), packed; replaced as a whole.

    `noted_until` is the last `NewWord` that it includes.
    """

    generation = models.OneToOneField(Generation, on_delete=models.CASCADE, related_name="vocabulary")
    made_at = models.DateTimeField()
    documents = models.PositiveIntegerField()
    packed = models.BinaryField()
    noted_until = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.generation} {self.documents}"


class NewWord(models.Model):
    """A word that came after the vocabulary was made, so that typing it without Polish letters still finds it."""

    language = models.CharField(max_length=2)
    word = models.CharField(max_length=64)
    bare = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="a_new_word_once_per_language")]
        indexes = [models.Index(fields=["bare"])]

    def __str__(self) -> str:
        return self.word


class AnalysedPractice(models.Model):
    """The analysed terms of a public practice, for searching in the database while the engine cannot.

    `terms` is " term term ... " of all languages and fields; `title_terms` those of the titles; `by_evidence` and `by_cost` are the places
    in these orders, as in the index (`search.documents.ORDERS`). `version` is the search version analysed, `fingerprint` that of the
    analysis (`search.documents.terms_fingerprint`).
    """

    practice = models.OneToOneField(
        "practices.Practice", on_delete=models.CASCADE, primary_key=True, related_name="analysed"
    )
    version = models.PositiveBigIntegerField()
    fingerprint = models.CharField(max_length=32, db_default="")  # empty: written by a program that did not say
    title_terms = models.TextField()
    terms = models.TextField()
    by_evidence = models.BigIntegerField(db_default=0)
    by_cost = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return str(self.practice_id)


class GateRun(models.Model):
    """One comparison of the database with a generation, both ways (`search.indexing.gate`)."""

    generation = models.ForeignKey(Generation, on_delete=models.CASCADE, related_name="gate_runs")
    ran_at = models.DateTimeField(auto_now_add=True)
    documents = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    extra = models.PositiveIntegerField(default=0)
    old = models.PositiveIntegerField(default=0)
    ahead = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.generation} {self.ran_at:%Y-%m-%d %H:%M}"

    @property
    def drift(self) -> int:
        """How many documents differ from the database, whatever the way."""
        return self.missing + self.extra + self.old + self.ahead


class PassageVector(models.Model):
    """What a model made of a passage: kept by the content (`search.passages.Passage.key`), so a rebuild never makes it again, nor an edit
    of another section. `vector`: float32, little-endian, of unit length.
    """

    model = models.CharField(max_length=200)
    key = models.CharField(max_length=32)
    vector = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="one_vector_per_content_and_model")]

    def __str__(self) -> str:
        return f"{self.key} {self.model}"


class PracticePassages(models.Model):
    """The passages of a practice in their order: [language, field, start, end, key] each, as of its search version `version`.

    `complete`: `model` has a vector for every one. After a failure the practice waits until `not_before`.
    """

    practice = models.OneToOneField(
        "practices.Practice", on_delete=models.CASCADE, primary_key=True, related_name="passages"
    )
    version = models.PositiveBigIntegerField()
    model = models.CharField(max_length=200)
    places = models.JSONField(default=list)
    complete = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.practice_id)


class MeaningGeneration(models.Model):
    """One copy of the store of vectors. The live one is searched; a building one is written beside it until it takes its place.

    `fingerprint`: of the model and of how practices are cut into passages.
    """

    class State(models.TextChoices):
        BUILDING = "building", "w budowie"
        LIVE = "live", "w użyciu"

    name = models.CharField(max_length=60, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.BUILDING)
    fingerprint = models.CharField(max_length=32)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["state"], name="one_meaning_generation_per_state")]

    def __str__(self) -> str:
        return self.name


class SynonymLanguage(models.TextChoices):
    """Of which texts a group of synonyms is."""

    ANY = "", _("dowolny")
    POLISH = "pl", _("polski")
    ENGLISH = "en", _("angielski")


class SynonymGroup(models.Model):
    """Words and phrases that mean the same (`search.synonyms`), one a line in `words`.

    `revision` grows with every change, so that processes notice (`search.synonyms.memory`). `shipped` names a group of the packaged list,
    `shipped_as` is the digest of what was loaded: a group that differs from it was changed by an operator.
    """

    words = models.TextField(_("słowa i wyrażenia"), help_text=_("Każde w osobnym wierszu, co najmniej dwa."))
    one_way = models.BooleanField(
        _("tylko w jedną stronę"),
        default=False,
        help_text=_("Pierwsze znajduje też pozostałe, a pozostałe nie znajdują pierwszego."),
    )
    language = models.CharField(
        _("język"),
        max_length=2,
        blank=True,
        choices=SynonymLanguage.choices,
        default=SynonymLanguage.ANY,
        help_text=_("Według jego gramatyki słowa są rozpoznawane i w jego tekstach szukane."),
    )
    active = models.BooleanField(_("w użyciu"), default=True)
    note = models.CharField(_("uwaga"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    shipped = models.SlugField(max_length=60, unique=True, null=True, blank=True, editable=False)
    shipped_as = models.CharField(max_length=32, blank=True, editable=False)
    updated_at = models.DateTimeField(_("zmieniono"), auto_now=True)

    class Meta:
        verbose_name = _("grupa synonimów")
        verbose_name_plural = _("synonimy")
        ordering = ["words", "id"]

    def __str__(self) -> str:
        return (" → " if self.one_way else " = ").join(self.entries)

    @property
    def entries(self) -> tuple[str, ...]:
        """The words and phrases, in their order."""
        return tuple(self.words.split("\n"))

    def as_group(self) -> Group:
        """What a search knows of it."""
        return Group(self.entries, self.language, self.one_way)


class AskedQuestion(models.Model):
    """That somebody has asked a question: both as keyed digests, `who` another one for each question, so that neither the question nor all
    questions of one person can be read out of it. Kept for a month (`search.suggesting.remembering`).
    """

    question = models.CharField(max_length=32)
    who = models.CharField(max_length=32)
    asked_on = models.DateField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "who"], name="a_question_once_for_everybody")]

    def __str__(self) -> str:
        return self.question


class PastSearch(models.Model):
    """A question that several people have asked, offered to others while they type; `key` is its words without diacritics."""

    language = models.CharField(_("język"), max_length=2)
    key = models.CharField(max_length=100, editable=False)
    text = models.CharField(_("pytanie"), max_length=100)
    askers = models.PositiveIntegerField(_("pytało osób"), help_text=_("Różnych adresów w ostatnim miesiącu."))
    last_asked_on = models.DateField(_("ostatnio"))
    blocked = models.BooleanField(_("zablokowane"), default=False, help_text=_("Nie podpowiadaj go nigdy."))

    class Meta:
        verbose_name = _("częste pytanie")
        verbose_name_plural = _("częste pytania")
        ordering = ["-askers", "key"]
        constraints = [models.UniqueConstraint(fields=["language", "key"], name="a_past_search_once_per_language")]

    def __str__(self) -> str:
        return self.text
