"""How amounts, days and instants are said to people."""

from datetime import date, datetime, timedelta

from onlineamt.foundation.core.clock import BERLIN
from onlineamt.foundation.core.languages import Language

_MONTHS = {
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_WEEKDAYS = {
    "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}


def show_cents(cents: int, language: Language = Language.GERMAN) -> str:
    """Return an amount as people write it: `1.030,70 €`, in English `€1,030.70`."""
    whole, rest = divmod(abs(cents), 100)
    sign = "−" if cents < 0 else ""
    if language is Language.ENGLISH:
        return f"{sign}€{whole:,}.{rest:02}"
    return f"{sign}{whole:,}".replace(",", ".") + f",{rest:02} €"


def show_size(size: int, language: Language = Language.GERMAN) -> str:
    """Return the size of a file in bytes as people say it: `1,2 MB`, in English `1.2 MB`."""
    if size < 999_500:
        return f"{max(1, round(size / 1000))} KB"
    megabytes = f"{size / 1_000_000:.1f} MB"
    return megabytes if language is Language.ENGLISH else megabytes.replace(".", ",")


def show_date(day: date, language: Language = Language.GERMAN) -> str:
    """Return a day with its month in words: `22. November 2026`."""
    return f"{show_day_and_month(day, language)} {day.year}"


def show_day_and_month(day: date, language: Language = Language.GERMAN) -> str:
    """Return a day without its year: `22. November`."""
    if language is Language.ENGLISH:
        return f"{day.day} {_MONTHS['en'][day.month - 1]}"
    return f"{day.day}. {_MONTHS['de'][day.month - 1]}"


def show_weekday(day: date, language: Language = Language.GERMAN) -> str:
    """Return the weekday: `Freitag`."""
    return _WEEKDAYS["en" if language is Language.ENGLISH else "de"][day.weekday()]


def show_time(instant: datetime, language: Language = Language.GERMAN) -> str:
    """Return the time of day in Berlin: `22:41 Uhr`."""
    spoken = f"{instant.astimezone(BERLIN):%H:%M}"
    return spoken if language is Language.ENGLISH else f"{spoken} Uhr"


def show_instant(instant: datetime, language: Language = Language.GERMAN) -> str:
    """Return an instant as people say it: `22. November 2026, 22:41 Uhr`."""
    return f"{show_date(instant.astimezone(BERLIN).date(), language)}, {show_time(instant, language)}"


def show_due(day: date, *, today: date, language: Language = Language.GERMAN) -> str:
    """Return a deadline with its distance: `in 3 Tagen (Freitag, 4. Dezember)`."""
    days = (day - today) // timedelta(days=1)
    english = language is Language.ENGLISH
    named = (
        {-1: "gestern", 0: "heute", 1: "morgen"}
        if not english
        else {-1: "yesterday", 0: "today", 1: "tomorrow"}
    )
    if days in named:
        distance = named[days]
    elif days < 0:
        distance = f"{-days} days ago" if english else f"vor {-days} Tagen"
    else:
        distance = f"in {days} days" if english else f"in {days} Tagen"
    spoken = show_day_and_month(day, language) if abs(days) < 180 else show_date(day, language)
    return f"{distance} ({show_weekday(day, language)}, {spoken})"
