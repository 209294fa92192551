"""The platform as docker-compose.yml describes it, run as processes of this machine.

Commands, environment and health checks are read from the compose file, so that what is tested cannot drift from what is shipped. Only names
of hosts, ports and paths are translated. `Platform` is the way in.
"""

from tests.platform.platform import Addresses, Platform, ReleaseFailed
from tests.platform.processes import Process

__all__ = ["Addresses", "Platform", "Process", "ReleaseFailed"]
