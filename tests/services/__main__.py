"""`python -m tests.services COMMAND...`: the command, with every real service beside it; ends with the command's exit code.

Needs nothing but Python: what the tests need is installed meanwhile, where it is not yet.
"""

import os
import shutil
import subprocess
import sys
from functools import partial

from tests.services.at_once import all_at_once
from tests.services.elasticsearch import Elasticsearch
from tests.services.processes import PostgreSQL, Redis, Service, ServiceMissing, a_folder


def main(command: list[str]) -> int:
    """Start, run, stop. The tests' variables are set for the command, and REQUIRE_SERVICES, so that none is skipped."""
    folder = a_folder()
    services: dict[str, Service] = {
        "TEST_DATABASE_URL": PostgreSQL(folder / "postgresql"),
        "TEST_REDIS_URL": Redis(folder / "redis"),
        "TEST_ELASTICSEARCH_URL": Elasticsearch(folder / "elasticsearch-8"),
        "TEST_ELASTICSEARCH9_URL": Elasticsearch(folder / "elasticsearch-9", version="9"),
    }
    started: list[Service] = []

    def start(service: Service) -> None:
        started.append(service)
        service.start()
        print(f"{service.name}: {service.url}", flush=True)

    try:
        all_at_once([_prepare, *(partial(start, service) for service in services.values())])
        addresses = {variable: service.url for variable, service in services.items()}
        return subprocess.run(command, env={**os.environ, **addresses, "REQUIRE_SERVICES": "1"}).returncode
    except ServiceMissing as missing:
        print(missing, file=sys.stderr)
        return 2
    finally:
        for service in started:
            service.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _prepare() -> None:
    subprocess.run(["make", "prepare"], check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["true"]))
