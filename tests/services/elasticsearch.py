"""Starting, killing and stopping Elasticsearch."""

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests.services.processes import ServiceMissing, free_port

# Names a script that runs a real Elasticsearch server without Docker (start, stop, kill, fetch; told by ES_VERSION, ES_PORT, ES_HOME_DIR).
ELASTICSEARCH_SCRIPT = "ELASTICSEARCH_SCRIPT"
# A server of a test lives for minutes, in which Java's second compiler costs as much as all the rest and gains nothing.
_JVM_OPTIONS = "-XX:TieredStopAtLevel=1\n"


@dataclass
class Elasticsearch:
    """A server started by the script that ELASTICSEARCH_SCRIPT names; data in `folder`, programs shared. Not for benchmarks: it is quick to
    start, not to answer.
    """

    folder: Path
    version: str = "8"
    port: int = field(default_factory=free_port)
    heap: str = "1g"
    name: str = "elasticsearch"

    @property
    def url(self) -> str:
        """See Service."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """See Service."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)
        programs = self.folder / "elasticsearch"
        if not programs.exists():
            # Fetched once into the script's own folder, and used from there.
            self._run("fetch", ES_HOME_DIR=self._shared)
            programs.symlink_to(Path(self._shared) / "elasticsearch")
            options = self.folder / "config" / "jvm.options.d"
            options.mkdir(parents=True)
            (options / "tests.options").write_text(_JVM_OPTIONS)
        self._run("start", ES_HOME_DIR=str(self.folder))

    def kill(self) -> None:
        """See Service."""
        self._run("kill", ES_HOME_DIR=str(self.folder))

    def stop(self) -> None:
        """See Service."""
        self._run("stop", ES_HOME_DIR=str(self.folder))

    @property
    def _shared(self) -> str:
        return f"/opt/elasticsearch-test-{self.version}"

    def _run(self, step: str, **variables: str) -> None:
        script = os.environ.get(ELASTICSEARCH_SCRIPT, "")
        if not script:
            raise ServiceMissing(f"No Elasticsearch: set {ELASTICSEARCH_SCRIPT} to a script that starts a server.")
        environment = {
            **os.environ, **variables, "ES_VERSION": self.version, "ES_PORT": str(self.port), "ES_HEAP": self.heap,
        }  # fmt: skip
        with (self.folder / "script.log").open("ab+") as log:
            done = subprocess.run([script, step], env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            if done.returncode:
                log.seek(0)
                raise RuntimeError(f"{script} {step} failed: {log.read()[-2000:].decode(errors='replace')}")
