"""Simple geometric marks for municipalities without a logo file: drawn here, no coats of arms."""

from markupsafe import Markup

_LINE = 'fill="none" stroke="currentColor" stroke-width="3.6" stroke-linecap="round" stroke-linejoin="round"'
_FULL = 'fill="currentColor"'

# Each figure stands on a ground of 48 × 48; `currentColor` is the colour of the figure.
MARKS: dict[str, str] = {
    "portal": f'<path {_FULL} d="M11 38V23a13 13 0 0 1 26 0v15h-7.5V23.5a5.5 5.5 0 0 0-11 0V38z"/>',
    "welle": f'<path {_LINE} d="M9 18c5-5 10-5 15 0s10 5 15 0M9 26c5-5 10-5 15 0s10 5 15 0M9 34c5-5 10-5 15 0s10 5 15 0"/>',
    "huegel": f'<circle {_FULL} cx="33" cy="15" r="4.5"/><path {_FULL} d="M7 37 19 19l9 13.5 4-5L41 37z"/>',
    "bruecke": f'<path {_FULL} d="M6 15h36v21h-4.5c0-6-2.5-9-5.8-9S26 30 26 36h-4c0-6-2.5-9-5.8-9s-5.7 3-5.7 9H6z"/>',
    "muehle": f'<path {_FULL} d="M25.5 22.5V9h9zM25.5 25.5H39v9zM22.5 25.5V39h-9zM22.5 22.5H9v-9z"/>',
    "baum": f'<circle {_FULL} cx="24" cy="18.5" r="10.5"/><path {_LINE} d="M24 22v17M18 39h12"/>',
    "stern": f'<path {_FULL} d="M24 7c1.8 11.5 5.5 15.2 17 17-11.5 1.8-15.2 5.5-17 17-1.8-11.5-5.5-15.2-17-17 11.5-1.8 15.2-5.5 17-17z"/>',
    "haeuser": f'<path {_FULL} d="M8 38V23l7.5-7 7.5 7v15zM25 38V17l7.5-7.5L40 17v21z"/>',
    "blatt": f'<path {_FULL} d="M39 9c1 17-5 27-18 27-3 0-5.5-.8-7.5-2.2C16 27 21 21.5 28 18c-8.5 2-14.5 7-18 14C7 20 18 9 39 9z"/><path {_LINE} d="M12 30c-1 2.5-2 5.5-2.5 9"/>',
    "steine": f'<path {_FULL} d="M10 10h13v13A13 13 0 0 1 10 10zM25 10h13a13 13 0 0 1-13 13zM10 25h13v13H10zM25 38V25a13 13 0 0 1 13 13z"/>',
    "aehre": f'<path {_LINE} d="M24 40V12M24 18c-1-4.5-4-7-8.5-7.5C16 15 19 17.5 24 18zc1-4.5 4-7 8.5-7.5C32 15 29 17.5 24 18zM24 30c-1-4.5-4-7-8.5-7.5C16 27 19 29.5 24 30zc1-4.5 4-7 8.5-7.5C32 27 29 29.5 24 30z"/>',
    "sonne": f'<path {_FULL} d="M12 33a12 12 0 0 1 24 0z"/><path {_LINE} d="M8 39h32M24 10v4.5M9.5 17l3.2 3.2M38.5 17l-3.2 3.2"/>',
    "fluss": f'<path {_LINE} d="M16 8c-5 8 14 9 12 16s-17 8-12 16M27 8c-5 8 14 9 12 16s-17 8-12 16"/>',
}


def inline_mark(name: str) -> Markup:
    """Return the mark for a page, in the colours of its theme. It stands beside the name and is silent."""
    return Markup(  # noqa: S704 -- our own drawing
        '<svg class="oa-mark" width="44" height="44" viewBox="0 0 48 48" aria-hidden="true" focusable="false">'
        f'<rect class="oa-mark__ground" width="48" height="48" rx="11"/><g class="oa-mark__figure">{MARKS[name]}</g></svg>'
    )


def standalone_mark(name: str, *, ground: str, figure: str) -> str:
    """Return the mark as a file of its own: favicon, e-mail, letter."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" width="48" height="48">'
        f'<rect width="48" height="48" rx="11" fill="{ground}"/><g color="{figure}">{MARKS[name]}</g></svg>'
    )
