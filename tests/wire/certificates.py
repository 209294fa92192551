"""Certificates for a proxy with TLS, made by the openssl command for one test run."""

import shutil
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.services.addresses import required


@dataclass(frozen=True)
class Certificate:
    """A certificate for 127.0.0.1 that signs itself: `path` is also what trusts it."""

    path: Path
    key: Path

    @property
    def context(self) -> ssl.SSLContext:
        """For a server that shows it."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.path, self.key)
        return context


def a_certificate(folder: Path) -> Certificate:
    """Made anew; skips or fails the asking test where openssl is not installed."""
    openssl = shutil.which("openssl")
    if openssl is None:
        (pytest.fail if required() else pytest.skip)("needs the openssl command")
    made = Certificate(folder / "certificate.pem", folder / "key.pem")
    subject = ["-subj", "/CN=search", "-addext", "subjectAltName=IP:127.0.0.1"]
    output = ["-keyout", str(made.key), "-out", str(made.path)]
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject, *output]
    subprocess.run(command, check=True, capture_output=True)
    return made
