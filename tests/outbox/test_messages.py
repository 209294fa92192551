"""What beat sends to workers whose clocks are not beat's."""

from datetime import UTC, datetime, timedelta

import pytest
from celery.utils import uuid
from django.conf import settings

from network.celery import app


@pytest.mark.parametrize("name", settings.CELERY_BEAT_SCHEDULE)
def test_a_worker_whose_clock_is_half_a_minute_ahead_of_beats_drops_no_periodic_task(name: str) -> None:
    """A worker drops a message that has expired by its own clock: were that every one, nothing would ever be drained."""
    entry = app.conf.beat_schedule[name]
    message = app.amqp.create_task_message(uuid(), entry["task"], (), {}, **entry["options"])
    expires = datetime.fromisoformat(message.headers["expires"])
    assert datetime.now(UTC) + timedelta(seconds=30) < expires
