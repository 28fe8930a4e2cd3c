"""Every kind of field in every state, made by the engine from definitions as a package would write them. All of it is invented."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from onlineamt.audiences.design.fields import FieldView, error_lines
from onlineamt.audiences.design.kind_views import field_view, group_view, repeat_view, saying_view
from onlineamt.audiences.gallery.samples import PAPER
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.forms.definition import FIELD_MODELS
from onlineamt.procedure.forms.engine import Mistake, Problem
from onlineamt.procedure.forms.engine.kinds import AnyKind, Raw, Surroundings, make_kind
from onlineamt.procedure.forms.engine.kinds.repeat import Item, RepeatKind
from onlineamt.procedure.forms.engine.wording import wording

DAY = date(2026, 3, 20)
_FEW = [
    {"code": code, "label": label}
    for code, label in (("dackel", "Dackel"), ("labrador", "Labrador"), ("mischling", "Mischling"))
]
_MANY = [{"code": f"stadtteil{number}", "label": f"Stadtteil {number}"} for number in range(1, 13)]
_CHILD = [
    {"id": "kinder.vorname", "kind": "text", "label": "Vorname"},
    {"id": "kinder.geburtsdatum", "kind": "date", "label": "Geburtsdatum"},
]


@dataclass(frozen=True)
class KindSample:
    """A field of a kind: how a package writes it, what somebody types rightly and wrongly; inputs by their ending."""

    kind: str
    label: str
    hint: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    right: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wrong: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def _typed(text: str) -> Mapping[str, tuple[str, ...]]:
    return {"": (text,)}


SAMPLES = (
    KindSample("text", "Familienname", "Wie im Ausweis", {"max_length": 40, "characters": "name"}, _typed("Mustermann"), _typed("Mustermann 2")),
    KindSample("long_text", "Was ist geschehen?", options={"max_length": 200}, right=_typed("Der Baum ist umgefallen."), wrong=_typed("Baum " * 50)),
    KindSample("choice", "Rasse", options={"options": _FEW}, right=_typed("labrador")),
    KindSample("choice", "Stadtteil", options={"options": _MANY}, right=_typed("stadtteil3")),
    KindSample("choice_many", "Was halten Sie?", options={"options": _FEW, "max": 2}, right={"": ("dackel", "labrador")}, wrong={"": ("dackel", "labrador", "mischling")}),
    KindSample("yes_no", "Ist der Hund größer als 40 cm?", right=_typed("true")),
    KindSample("consent", "Ich versichere, dass meine Angaben stimmen.", right=_typed("true")),
    KindSample("date", "Geburtsdatum", "Zum Beispiel 27 3 1985", {"max": "today"}, {".day": ("27",), ".month": ("3",), ".year": ("1985",)}, {".day": ("31",), ".month": ("2",), ".year": ("1985",)}),
    KindSample("time", "Beginn", "Zum Beispiel 8:30", {}, _typed("8 Uhr 30"), _typed("25:00")),
    KindSample("date_time", "Beginn des Festes", "", {}, {".day": ("1",), ".month": ("5",), ".year": ("2026",), ".time": ("14:00",)}, {".day": ("1",), ".month": ("5",), ".year": ("2026",)}),
    KindSample("integer", "Wie viele Plakate?", options={"min": 1, "max": 5000, "unit": "Stück"}, right=_typed("1.200"), wrong=_typed("zwölf")),
    KindSample("decimal", "Fläche", options={"unit": "m²"}, right=_typed("12,5"), wrong=_typed("12,555")),
    KindSample("money", "Monatliches Einkommen", right=_typed("1.234,50"), wrong=_typed("viel")),
    KindSample("email", "E-Mail-Adresse", right=_typed("erika@musterstadt.invalid"), wrong=_typed("erika.musterstadt.invalid")),
    KindSample("phone", "Telefon", right=_typed("030 123456"), wrong=_typed("12")),
    KindSample("iban", "IBAN", right=_typed("DE02 1203 0000 0000 2020 51"), wrong=_typed("DE02 1203")),
    KindSample("tax_id", "Steuer-ID", "Elf Ziffern, auf Ihrem Steuerbescheid", right=_typed("86 095 742 719"), wrong=_typed("86 095 742 71")),
    KindSample("postcode", "Postleitzahl", right=_typed("45999"), wrong=_typed("459")),
    KindSample("house_number", "Hausnummer", "Zum Beispiel 12 oder 12 a", right=_typed("12A"), wrong=_typed("Lindenweg 12")),
    KindSample("plate", "Kennzeichen", "Zum Beispiel MU-AB 123", right=_typed("MU-AB 123"), wrong=_typed("123")),
    KindSample("register_entry", "Nummer Ihres Ausweises", right=_typed("BP-2026-00001")),
    KindSample("country", "Staatsangehörigkeit", right=_typed("FR"), wrong=_typed("XX")),
    KindSample("repeat", "Ihre Kinder", options={"item": "Kind", "fields": _CHILD}),
    KindSample("file", "Fahrzeugschein"),
    KindSample("label", "Halten Sie bitte Ihren Ausweis bereit."),
    KindSample("computed", "Steuer für dieses Jahr", options={"of": "steuer"}),
)  # fmt: skip


def kind_values(page: str) -> dict[str, Any]:
    """Return the fields of the two pages of kinds; nothing for other pages."""
    if page not in {"kinds", "kinds-wrong"}:
        return {}
    views = kinds_empty() if page == "kinds" else kinds_wrong()
    return {"kinds": views, "errors": error_lines(views) if page == "kinds-wrong" else ()}


def kinds_empty() -> tuple[FieldView, ...]:
    """Return every kind as it is met first: needed in one group, voluntary in another."""
    return (
        group_view("noetig", "Nötig, noch leer", "", list(_views("noetig", typed="", is_required=True))),
        group_view("freiwillig", "Freiwillig, ausgefüllt", "", list(_views("freiwillig", typed="right", is_required=False))),
    )  # fmt: skip


def kinds_wrong() -> tuple[FieldView, ...]:
    """Return every kind with a mistake: nothing typed where something is needed, and something that cannot be."""
    return (
        group_view("fehlt", "Nicht ausgefüllt", "", list(_views("fehlt", typed="", is_required=True, is_judged=True))),
        group_view("falsch", "Falsch ausgefüllt", "", list(_views("falsch", typed="wrong", is_required=True, is_judged=True))),
    )  # fmt: skip


def _views(area: str, *, typed: str, is_required: bool, is_judged: bool = False) -> Iterator[FieldView]:
    for number, sample in enumerate(SAMPLES):
        field_id = f"{area}.feld{number}"
        if sample.kind == "file":
            error = "Bitte laden Sie mindestens eine Datei hoch: Fahrzeugschein" if is_judged else ""
            yield replace(PAPER, id=field_id, error=error)
            continue
        kind = kind_of(sample, field_id)
        raw: Raw = {field_id + ending: said for ending, said in getattr(sample, typed, {}).items()}
        if is_judged and typed == "wrong" and not raw:
            continue
        if not kind.asks:
            if not is_judged:
                yield saying_view(kind, "93,60 €" if sample.kind == "computed" else sample.label)
        elif isinstance(kind, RepeatKind):
            yield _list(kind, is_required=is_required, is_filled=typed == "right", is_judged=is_judged)
        else:
            mistake = _mistake(kind, raw) if is_judged else None
            yield field_view(kind, raw, is_required=is_required, mistake=mistake)


def kind_of(sample: KindSample, field_id: str) -> AnyKind:
    """Return the field of a sample, under an id."""
    field_id = f"{field_id.partition('.')[0]}.kinder" if sample.kind == "repeat" else field_id
    written = {"id": field_id, "kind": sample.kind, "label": sample.label, **sample.options}
    if sample.hint:
        written["hint"] = sample.hint
    return make_kind(
        FIELD_MODELS[sample.kind].model_validate(written), Surroundings(wording(Language.GERMAN))
    )


def _mistake(kind: AnyKind, raw: Raw) -> Mistake | None:
    value = kind.parse(raw, today=DAY)
    problem = value if isinstance(value, Problem) else None
    if value is None:
        parts = tuple(name.rpartition(".")[2] for name in kind.inputs if name != kind.id)
        problem = kind.problem("required", parts=parts)
    elif problem is None:
        problem = kind.validate(value, today=DAY)
    if problem is None:
        return None
    words = wording(Language.GERMAN).message(problem, kind=kind.name, label=str(kind.definition.label))
    return Mistake(kind.id, words, problem.parts)


def _list(kind: RepeatKind, *, is_required: bool, is_filled: bool, is_judged: bool) -> FieldView:
    children: list[tuple[Item, bool]] = [
        ({"vorname": "Mia", "geburtsdatum": date(2016, 4, 3)}, True),
        ({"vorname": "Ben"}, False),
    ]
    return repeat_view(
        kind,
        children if is_filled else [],
        is_required=is_required,
        add_label="Kind hinzufügen",
        mistake=_mistake(kind, {}) if is_judged else None,
    )
