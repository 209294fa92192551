"""What is kept of an invitation's secret."""

from hashlib import sha256


def token_hash(token: str) -> str:
    """The SHA-256 of a token in hexadecimal: the token is random and long, so it needs no salt."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
