"""Every address of the portal says which kind of page it is."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from onlineamt.audiences.entrance.marks import mark_of

MARKS = {"public", "tenant", "staff", "plain"}


def addresses(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, path)
        else:
            yield path, pattern


def test_every_view_is_marked() -> None:
    """An unmarked view would read a tenant's rows outside its transaction: it would find nothing, silently."""
    wrong = [path for path, pattern in addresses(get_resolver()) if mark_of(pattern.callback) not in MARKS]

    assert wrong == []


def test_every_address_has_a_name() -> None:
    """Templates ask for addresses by name, so that a path stands in one place."""
    assert [path for path, pattern in addresses(get_resolver()) if not pattern.name] == []


def test_no_name_is_given_twice() -> None:
    names = [pattern.name for _, pattern in addresses(get_resolver())]

    assert sorted(names) == sorted(set(names))
