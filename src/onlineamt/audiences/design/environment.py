"""The Jinja2 environment of all pages: strict, escaped, translated, with the words for money and days."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.utils import translation
from jinja2 import Environment, StrictUndefined

from onlineamt.audiences.design.assets import asset, style_sheet
from onlineamt.audiences.design.icons import icon
from onlineamt.foundation.core import formats
from onlineamt.foundation.core.languages import Language


def environment(**options: Any) -> Environment:
    """Return the environment; `options` say where templates are and whether they are read again when changed."""
    pages = Environment(
        **options,
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    pages.globals.update(asset=asset, style_sheet=style_sheet, icon=icon)
    pages.filters.update(
        cents=_spoken(formats.show_cents),
        date=_spoken(formats.show_date),
        day_and_month=_spoken(formats.show_day_and_month),
        weekday=_spoken(formats.show_weekday),
        time=_spoken(formats.show_time),
        instant=_spoken(formats.show_instant),
        due=_due,
    )
    return pages


def active_language() -> Language:
    """Return the language of the page that is being made."""
    return _language(translation.get_language() or "de")


@lru_cache(maxsize=16)
def _language(code: str) -> Language:
    try:
        return Language(code)
    except ValueError:
        return Language.GERMAN


def _spoken(show: Callable[[Any, Language], str]) -> Callable[[Any], str]:
    def filtered(value: int | date | datetime) -> str:
        return show(value, active_language())

    return filtered


def _due(day: date, today: date) -> str:
    return formats.show_due(day, today=today, language=active_language())
