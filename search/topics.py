"""The outbox topics of search itself."""

# Followed by the store of vectors; the key is the practice.
MEANING = "practice-meaning"
