"""The outbox topics of practices."""

# Followed by search; the key is the practice.
PRACTICE = "practice"
# Followed by the sequencer of public changes; the key is the practice.
SEQUENCE = "practice-change"
