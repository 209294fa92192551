"""Reading the environment: typed, with `_FILE` variants for secrets, refusing with a sentence that repeats no secret."""

import os
import re
from collections.abc import Collection
from pathlib import Path
from urllib.parse import quote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# Between two addresses; a folder's name may hold spaces.
_NEXT_ADDRESS = re.compile(r"\s+(?=[a-z+]+://)")

env = environ.Env()
if (BASE_DIR / ".env").is_file():
    environ.Env.read_env(BASE_DIR / ".env")


def secret(name: str, default: str = "") -> str:
    """The value of `name`, or the content of the file that `name`_FILE points at; `default` where neither is set."""
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return text(name, default)
    try:
        content = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read: {reason}.") from None
    if not content:
        raise ImproperlyConfigured(f"{name}_FILE names {path}, which is empty: write the secret into it.")
    return content


def address(
    name: str, default: str = "", *, schemes: Collection[str], hostless: Collection[str] = (), example: str
) -> str:
    """The address of a service, written like `example`; `default` where it is not set. `hostless` schemes may go without a host.

    Its password may be kept apart from it: NAME_URL takes it from NAME_PASSWORD, or from the file NAME_PASSWORD_FILE. Of several
    addresses, separated by spaces, each is checked.
    """
    value = secret(name)
    if not value:
        return default
    apart = f"{name.removesuffix('_URL')}_PASSWORD"
    password = secret(apart)
    found = split_addresses(value)
    if not all(_readable(part, schemes, hostless) for part in found):
        raise ImproperlyConfigured(
            f"{name} cannot be read; write it as {example}. Signs such as @ : / ? # % are percent-encoded in its password, which may "
            f"also stand alone, as it is, in {apart} or in the file that {apart}_FILE names."
        )
    return " ".join(_with_password(part, password) for part in found)


def split_addresses(value: str) -> list[str]:
    """The single addresses of a value that may hold several."""
    return _NEXT_ADDRESS.split(value.strip())


def _readable(value: str, schemes: Collection[str], hostless: Collection[str]) -> bool:
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return False
    known = parts.scheme in hostless or (parts.scheme in schemes and bool(parts.hostname))
    return known and not parts.fragment and port != 0


def _with_password(value: str, password: str) -> str:
    parts = urlsplit(value)
    if not password or parts.password or not parts.hostname:
        return value
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{parts.username or ''}:{quote(password, safe='')}@{host}").geturl()


def text(name: str, default: str = "") -> str:
    """The value of `name`; `default` where it is not set or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """A yes/no variable: 1/0, true/false, yes/no, on/off."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; set it to 1 or 0.")


def number(name: str, default: int, *, least: int = 0) -> int:
    """A whole number of at least `least`."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isascii() or not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name} is {value!r}; set it to a whole number, {least} or more.")
    return int(value)


def seconds(name: str, default: float) -> float:
    """A length of time above zero, in seconds; fractions are allowed."""
    value = os.environ.get(name, "").strip()
    try:
        found = float(value or default)
    except ValueError:
        found = 0.0
    if not 0 < found < float("inf"):
        raise ImproperlyConfigured(f"{name} is {value!r}; set it to a number of seconds above 0, such as {default:g}.")
    return found
