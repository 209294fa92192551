"""The Celery application: `celery -A network.celery worker` and `... beat`."""

import os

from celery import Celery

from network.heartbeats import WorkersHeartbeat
from network.monitoring import workers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")
workers.choose_folder()

app = Celery("network")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(WorkersHeartbeat)
