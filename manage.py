#!/usr/bin/env python
"""Django's command line for the network of practices."""

import os
import sys


def main() -> None:
    """Run a management command with the project's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # Written for whoever sets the variables, who needs no traceback of the program.
        sys.exit(str(error))


if __name__ == "__main__":
    main()
