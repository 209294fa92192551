"""`manage.py demo`: the whole platform on one computer, with demo content and no service."""

import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from practices.demo.accounts import DEMO_PASSWORD, ROLES
from practices.demo.loading import load_demo


class Command(BaseCommand):
    """Migrate, load the register and the demo content once, build the index if needed, serve on loopback."""

    help = "Run the platform with demo content on 127.0.0.1. Run again, it keeps what was entered."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The port, and --no-server for scripts that only want the content."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-server", action="store_true", help="prepare everything, serve nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, then serve with the drain running beside."""
        if not settings.DEMO:
            raise CommandError("The demo makes accounts with a known password. Set DEMO=1 to say that you want that.")
        console = Console()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_register")
        load_demo(console=console)
        call_command("load_synonyms")
        call_command("search_index", "build", "--promote", "--if-needed")
        call_command("search_index", "drain")
        if not options["no_server"]:
            _introduce(console, options["port"])
            _serve(options["port"])


def _introduce(console: Console, port: int) -> None:
    table = Table("Rola / role", "E-mail", title="Konta przykładowe / demo accounts", title_justify="left")
    for role, email in ROLES.items():
        table.add_row(role, email)
    console.print(table)
    console.print(f"Hasło / password: [bold]{DEMO_PASSWORD}[/bold]")
    console.print(f"\nhttp://127.0.0.1:{port}/  (Ctrl-C: stop)\n", style="bold", highlight=False)


def _serve(port: int) -> None:
    """The server, and the drain beside it; when one of them ends, or we are asked to stop, both do."""
    manage = [sys.executable, sys.argv[0]]
    address = f"127.0.0.1:{port}"
    signal.signal(signal.SIGTERM, _interrupt)
    children = [
        subprocess.Popen([*manage, "search_index", "drain", "--follow"], stdin=subprocess.DEVNULL),  # noqa: S603
        subprocess.Popen([*manage, "runserver", "--noreload", address], env={**os.environ, "WARM_UP": "1"}),  # noqa: S603
    ]
    try:
        while all(child.poll() is None for child in children):
            time.sleep(0.2)
    except KeyboardInterrupt:
        pass
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(timeout=30)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
