"""`python -m tests.chaos`: exit code 0 where nothing was wrong, 1 where something was, 2 where it cannot run here."""

import argparse
import os
import random
import shutil
import signal
import sys
from pathlib import Path
from types import FrameType

import django
from rich.console import Console

from tests.chaos.installation import Installation
from tests.chaos.plan import Plan, make_plan
from tests.services.processes import ServiceMissing, a_folder


def main(arguments: list[str]) -> int:
    """Start an installation, run, stop it. The folder of logs and journals stays where something was wrong, or with --keep."""
    parser = _options()
    options = parser.parse_args(arguments)
    if options.keep and options.keep.exists():
        parser.error(f"{options.keep} exists; --keep names a new folder.")
    console = Console()
    plan = make_plan(options.seed, operations=options.operations, kills=options.kills)
    folder = _folder(options.keep)
    console.print(f"seed {plan.seed}, logs and journals in {folder}", highlight=False)
    installation = Installation(folder)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        well = _run(installation, plan, options.clients, console)
    except ServiceMissing as missing:
        console.print(str(missing), style="red", markup=False)
        return 2
    except KeyboardInterrupt:
        console.print("Interrupted; everything is being stopped.")
        return 130
    finally:
        installation.stop()
    if well and not options.keep:
        shutil.rmtree(folder, ignore_errors=True)
    elif not well:
        console.print(f"Something is wrong. Logs and journals: {folder}. Again: --seed {plan.seed}", style="bold red")
    return 0 if well else 1


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--operations", type=int, default=10_000, help="how many (default: 10,000)")
    parser.add_argument("--kills", type=int, default=96, help="how many, shared by the six parts (default: 96)")
    parser.add_argument("--clients", type=int, default=4, help="processes that share the operations (default: 4)")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6), help="repeats a plan")
    parser.add_argument("--keep", type=Path, help="keep logs and journals in this new folder, whatever the outcome")
    return parser


def _folder(wanted: Path | None) -> Path:
    if wanted is None:
        return a_folder()
    wanted.mkdir(parents=True)
    wanted.chmod(0o755)
    return wanted.resolve()


def _run(installation: Installation, plan: Plan, clients: int, console: Console) -> bool:
    with console.status("Starting PostgreSQL, Redis, Elasticsearch, web, worker and beat"):
        installation.start_servers()
        installation.start_programs()
    os.environ.update(installation.environment, DJANGO_SETTINGS_MODULE="network.settings", LOG_LEVEL="ERROR")
    django.setup()
    # Only now, as they need the settings.
    from tests.chaos.run import run
    from tests.chaos.world import make_world

    make_world()
    return run(installation, plan, clients=clients, console=console)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
