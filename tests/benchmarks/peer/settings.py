"""Our settings with django-elasticsearch-dsl beside them, set up as its documentation advises for large collections."""

import os

from network import settings as ours
from network.settings import *  # noqa: F403

# Its command has the name of ours, and the first one counts.
INSTALLED_APPS = ["django_elasticsearch_dsl", "tests.benchmarks.peer", *ours.INSTALLED_APPS]
ELASTICSEARCH_DSL = {"default": {"hosts": os.environ["PEER_ELASTICSEARCH"], "request_timeout": 60}}
# Refreshing after every request, which is its default, would make it three times slower.
ELASTICSEARCH_DSL_AUTO_REFRESH = False
ELASTICSEARCH_DSL_SIGNAL_PROCESSOR = "django_elasticsearch_dsl.signals.BaseSignalProcessor"
