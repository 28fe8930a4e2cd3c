"""The key provider in use: set once when the application starts."""

from onlineamt.foundation.sealing.ports import KeyProvider

_provider: KeyProvider | None = None


def use_provider(provider: KeyProvider) -> None:
    """Install the key provider of this installation."""
    global _provider  # noqa: PLW0603 -- set once at start
    _provider = provider


def provider() -> KeyProvider:
    """Return the key provider. Raises RuntimeError before the application has started."""
    if _provider is None:
        raise RuntimeError("no key provider is installed")
    return _provider
