"""Languages of a practice: its text fields, and in which languages a version is complete. Pure: no database."""

from collections.abc import Mapping

TEXT_FIELDS = (
    "title", "summary", "challenge", "solution", "results", "lessons", "conditions", "partners", "target_groups",
    "legal_basis", "participation",
)  # fmt: skip


def language_complete(texts: Mapping[str, str], original: Mapping[str, str]) -> bool:
    """Whether a language says everything that the original says: no field is left out, and there is a title."""
    return bool(texts.get("title")) and all(texts.get(name) for name in TEXT_FIELDS if original.get(name))


def complete_languages(texts: Mapping[str, Mapping[str, str]], original: str) -> list[str]:
    """The complete languages of a version, sorted; `texts` by language and field, as `TEXT_FIELDS` names them."""
    source = texts.get(original, {})
    return sorted(language for language, fields in texts.items() if language_complete(fields, source))
