"""What the forms of a case ask, and what was typed into them; shape only."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import QueryDict

from onlineamt.audiences.backoffice.cases.labels import FINDINGS
from onlineamt.audiences.design.fields import FieldView, Option, date_parts
from onlineamt.facilities.letters.rules import WINDOW_LINES
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.core.formats import show_date
from onlineamt.procedure.cases.actions.moving import LONGEST_TEXT

_LABELS = ("Tag", "Monat", "Jahr")
_LONGEST_REMARK = 500
_MOST_YEARS_AHEAD = 10  # a slip of the pen; and periods that begin at the end of the calendar have no end
MOST_LINES = WINDOW_LINES  # of an address

Checks = Sequence[tuple[str, str, str]]


def typed_text(posted: QueryDict | None, name: str) -> str:
    """Return what was typed, with its lines, without what no person types."""
    typed = str(posted.get(name) or "") if posted is not None else ""
    plain = typed.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in plain if one.isprintable() or one == "\n").strip()


def text_field(
    name: str,
    label: str,
    posted: QueryDict | None,
    *,
    hint: str = "",
    value: str = "",
    is_required: bool = True,
    longest: int = LONGEST_TEXT,
    is_marked: bool = True,
) -> FieldView:
    """Return a question for a longer text, with its mistake where something was sent.

    `is_marked`: whether the page says „freiwillig“ beside one that may stay empty.
    """
    typed = value if posted is None else typed_text(posted, name)
    error = ""
    if posted is not None and is_required and not typed:
        error = f"Schreiben Sie etwas in das Feld „{label}“."
    elif len(typed) > longest:
        error = f"Kürzen Sie den Text auf höchstens {longest:,} Zeichen.".replace(",", ".")
    return FieldView(
        id=name,
        kind="long_text",
        label=label,
        hint=hint,
        value=typed,
        error=error,
        is_required=is_required or not is_marked,
        max_length=longest,
    )


def line_field(
    name: str,
    label: str,
    posted: QueryDict | None,
    *,
    hint: str = "",
    error: str = "",
    is_required: bool = True,
) -> FieldView:
    """Return a question for one line."""
    typed = " ".join(typed_text(posted, name).split())[:200]
    missing = (
        f"Füllen Sie das Feld „{label}“ aus." if posted is not None and is_required and not typed else ""
    )
    return FieldView(
        id=name,
        kind="text",
        label=label,
        hint=hint,
        value=typed,
        error=error or missing,
        is_required=is_required,
        width="long",
        attributes={"autocomplete": "off"},
    )


def choice_field(
    name: str,
    label: str,
    options: Sequence[Option],
    posted: QueryDict | None,
    *,
    hint: str = "",
    value: str = "",
    problem: str = "",
) -> FieldView:
    """Return a question with one answer of a few."""
    chosen = value if posted is None else str(posted.get(name) or "")
    is_known = chosen in {option.value for option in options}
    return FieldView(
        id=name,
        kind="radios",
        label=label,
        hint=hint,
        value=chosen,
        options=tuple(options),
        error="" if posted is None or is_known else problem or f"Wählen Sie aus: {label}.",
    )


def many_field(
    name: str, label: str, options: Sequence[Option], posted: QueryDict | None, *, error: str = ""
) -> FieldView:
    """Return a question with any number of answers."""
    return FieldView(
        id=name,
        kind="checkboxes",
        label=label,
        values=tuple(posted.getlist(name)) if posted is not None else (),
        options=tuple(options),
        error=error,
    )


def finding_fields(
    checks: Checks, posted: QueryDict | None, *, known: Mapping[str, str]
) -> tuple[FieldView, ...]:
    """Return for each check the finding and a remark; what was found before stands in them."""
    found: list[FieldView] = []
    for key, title, legal_basis in checks:
        options = [Option(value=code, label=label) for code, label in FINDINGS.items()]
        found.append(
            choice_field(
                f"check.{key}", title, options, posted, hint=legal_basis, value=known.get(key, ""),
                problem=f"Halten Sie fest, was Sie gefunden haben: {title}",
            )
        )  # fmt: skip
        found.append(
            FieldView(
                id=f"remark.{key}",
                kind="text",
                label="Bemerkung dazu",
                value=known.get(f"{key}.remark", "") if posted is None else _line(posted, f"remark.{key}"),
                is_required=False,
                max_length=_LONGEST_REMARK,
            )
        )
    return tuple(found)


def read_findings(checks: Checks, posted: QueryDict) -> dict[str, str]:
    """Return what was found: the finding by key of the check, a remark under `key.remark`."""
    found = {key: str(posted.get(f"check.{key}")) for key, _, _ in checks}
    remarks = {f"{key}.remark": _line(posted, f"remark.{key}") for key, _, _ in checks}
    return found | {key: remark for key, remark in remarks.items() if remark}


def day_field(
    name: str, label: str, posted: QueryDict | None, *, default: date, earliest: date, hint: str = ""
) -> FieldView:
    """Return a question for a day, today or later, in the next ten years."""
    day, problem = (default, "") if posted is None else read_day(posted, name, earliest=earliest)
    typed: Mapping[str, Any] = posted or {}
    parts: dict[str, Any] = (
        {"day": str(default.day), "month": str(default.month), "year": str(default.year)}
        if posted is None
        else {part: str(typed.get(f"{name}.{part}") or "")[:4] for part in ("day", "month", "year")}
    )
    return FieldView(
        id=name,
        kind="date",
        label=label,
        hint=hint,
        error=problem if day is None else "",
        parts=date_parts(name, **parts, labels=_LABELS, wrong="day month year" if day is None else ""),
    )


def read_day(posted: QueryDict, name: str, *, earliest: date) -> tuple[date | None, str]:
    """Return the day that was typed, or None and what is wrong with it."""
    typed = [str(posted.get(f"{name}.{part}") or "").strip() for part in ("year", "month", "day")]
    if not all(one.isascii() and one.isdigit() and len(one) <= 4 for one in typed):
        return None, "Geben Sie Tag, Monat und Jahr mit Zahlen an."
    try:
        day = date(*map(int, typed))
    except ValueError:
        return None, "Diesen Tag gibt es nicht."
    if day < earliest:
        return None, f"Nehmen Sie einen Tag ab dem {show_date(earliest)}."
    if day.year > max(earliest, today()).year + _MOST_YEARS_AHEAD:
        return None, "Dieser Tag liegt zu weit in der Zukunft. Ist das Jahr richtig?"
    return day, ""


def address_field(
    posted: QueryDict | None, *, lines: Sequence[str] = (), label: str, hint: str, is_required: bool = False
) -> FieldView:
    """Return a question for the lines of an address."""
    view = text_field(
        "lines", label, posted, hint=hint, value="\n".join(lines), is_required=is_required, longest=500
    )
    if posted is None or view.error or len(read_lines(posted)) <= MOST_LINES:
        return view
    problem = f"Eine Anschrift hat höchstens {MOST_LINES} Zeilen. Mehr zeigt das Fenster des Umschlags nicht."
    return FieldView(**{**vars(view), "error": problem})


def read_lines(posted: QueryDict) -> tuple[str, ...]:
    """Return the lines of an address that was typed."""
    lines = typed_text(posted, "lines").split("\n")
    return tuple(" ".join(line.split()) for line in lines if line.strip())


def _line(posted: QueryDict, name: str) -> str:
    return " ".join(typed_text(posted, name).split())[:_LONGEST_REMARK]
