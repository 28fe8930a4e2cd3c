"""Titles by which people can tell pages apart: FIM uses a group in many places, and its name with it."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

_LONGEST: Final = 150


def tell_pages_apart(pages: Sequence[dict[str, Any]], around: Sequence[tuple[str, ...]]) -> None:
    """Say of pages with the same title what they belong to; where that does not help, which part of it they are.

    `around` are the titles of the groups that each page stands in, outermost first.
    """
    alike: dict[str, list[int]] = {}
    for place, page in enumerate(pages):
        alike.setdefault(page["title"], []).append(place)
    for title, places in alike.items():
        belonging = _telling_apart(title, [around[place] for place in places])
        for place, owner in zip(places, belonging, strict=True):
            if owner and len(title) + len(owner) < _LONGEST:
                pages[place]["title"] = f"{title} ({owner})"
    seen: Counter[str] = Counter()
    for page in pages:
        title = page["title"]
        seen[title] += 1
        if seen[title] > 1:
            page["title"] = f"{title}, Teil {seen[title]}"


def _telling_apart(title: str, around: Sequence[tuple[str, ...]]) -> list[str]:
    """Return for each page of a title the innermost group around that tells most of them apart; "" where none does."""
    ways = [[one for one in reversed(titles) if one != title] for titles in around]
    levels = [
        [way[level] if level < len(way) else "" for way in ways] for level in range(max(map(len, ways)))
    ]
    best = max(levels, key=lambda owners: len(set(owners)), default=[])
    return best if len(set(best)) > 1 else [""] * len(around)
