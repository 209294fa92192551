"""What search does when a practice has changed; imported once, when the application is ready."""

from network.outbox.registry import register
from practices.topics import PRACTICE

from .handler import index_practices

register(PRACTICE, index_practices)
