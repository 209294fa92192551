"""Celery: without a broker (a laptop) tasks run in the process that sends them."""

from .environment import address

CELERY_BROKER_URL = address("CELERY_BROKER_URL", schemes={"redis", "rediss"}, example="redis://host:6379/0")
CELERY_TASK_ALWAYS_EAGER = not CELERY_BROKER_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A broker that is down is waited for, at the start as later, without end.
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# A wake-up may be lost, the drain that beat starts finds the rows; so a dead broker must not hold a request.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A worker's waiting for messages is no blocking read: these bound single answers, also while the queue is empty.
    "socket_timeout": 1,
    "socket_connect_timeout": 1,
    # Tried once when something is sent; a worker's own loop (above) goes on for ever.
    "max_retries": 0,
    # A message that its worker did not live to finish is given to another after this; longer than any task may take.
    "visibility_timeout": 2 * CELERY_TASK_TIME_LIMIT,
}
# Its times lie minutes apart at most, so nothing needs to be remembered on disk, where a killed beat may leave a broken file.
CELERY_BEAT_SCHEDULER = "network.heartbeats:BeatingScheduler"
# A message expires, so that what piled up while no worker ran is not all done. The worker's clock decides: within a shorter time one whose
# clock is some seconds ahead of beat's would drop every single drain.
CELERY_BEAT_SCHEDULE = {
    "drain": {"task": "network.outbox.drain", "schedule": 3.0, "options": {"expires": 60}},
    "reconcile": {"task": "search.reconcile", "schedule": 600.0, "options": {"expires": 600}},
    "forget": {"task": "search.forget", "schedule": 3600.0, "options": {"expires": 3600}},
    "embed": {"task": "search.embed", "schedule": 10.0, "options": {"expires": 60}},
}
# Making vectors keeps a core busy: a queue of its own, for one process of a worker of its own.
CELERY_TASK_ROUTES = {"search.embed": {"queue": "embedding"}}
