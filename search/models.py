"""What search keeps in the database: its generations, their vocabulary, analysed terms, and the gate's last word."""

from django.db import models


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

    `terms` is " term term ... " of all languages and fields; `title_terms` those of the titles. `version` is the search version analysed,
    `fingerprint` that of the analysis (`search.documents.terms_fingerprint`).
    """

    practice = models.OneToOneField(
        "practices.Practice", on_delete=models.CASCADE, primary_key=True, related_name="analysed"
    )
    version = models.PositiveBigIntegerField()
    fingerprint = models.CharField(max_length=32, db_default="")  # empty: written by a program that did not say
    title_terms = models.TextField()
    terms = models.TextField()

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
