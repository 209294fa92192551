"""What search does when a practice has changed; imported once, when the application is ready."""

from network.outbox.registry import register
from practices.topics import PRACTICE
from search.topics import MEANING

from .handler import index_practices
from .meaning import index_meaning

register(PRACTICE, index_practices)
register(MEANING, index_meaning)
