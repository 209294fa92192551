"""`python -m tests.monitoring.sending ID`: send a task as a request with this id does."""

import sys

import django
from django_guid import set_guid

if __name__ == "__main__":
    django.setup()
    from network.outbox.wake import wake

    set_guid(sys.argv[1])
    wake()
