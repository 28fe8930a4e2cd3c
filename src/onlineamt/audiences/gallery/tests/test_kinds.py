"""The gallery knows every kind of field, and shows each as the engine does."""

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from onlineamt.audiences.gallery.kinds import DAY, SAMPLES, KindSample, kind_of, kinds_empty, kinds_wrong
from onlineamt.procedure.forms.engine.kinds import KINDS, NotReadable
from onlineamt.procedure.forms.engine.kinds.base import answer_schema


def test_every_kind_is_there() -> None:
    assert {sample.kind for sample in SAMPLES} == set(KINDS)


@pytest.mark.parametrize("number", range(len(SAMPLES)))
def test_what_is_typed_wrongly_is_wrong(number: int) -> None:
    sample = SAMPLES[number]
    shown = {view.id: view for group in kinds_wrong() for view in group.children}
    if sample.wrong:
        assert shown[f"falsch.feld{number}"].error


def test_what_is_needed_and_missing_is_wrong() -> None:
    missing, _ = kinds_wrong()
    assert len(missing.children) == len(
        [sample for sample in SAMPLES if sample.kind not in {"label", "computed"}]
    )
    assert all(view.error for view in missing.children)


def test_what_is_typed_rightly_is_right() -> None:
    _, filled = kinds_empty()
    assert not any(view.error for view in filled.children)
    assert all(
        view.value or view.values or view.parts or view.items or view.text or view.upload
        for view in filled.children
    )


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.label)
def test_what_is_stored_fits_the_schema_of_its_kind(sample: KindSample) -> None:
    kind = kind_of(sample, "probe.feld")
    if not kind.asks:
        with pytest.raises(NotReadable):
            kind.json_schema()
        return
    schema = answer_schema(kind)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    assert validator.is_valid(kind.blank)
    assert not validator.is_valid({"kein": "Wert"})
    raw = {f"probe.feld{ending}": values for ending, values in sample.right.items()}
    value = kind.parse(raw, today=DAY) if kind.is_typed else kind.from_json(kind.blank)
    assert value is not None
    assert validator.is_valid(kind.to_json(value))


def test_files_and_entries_fit_the_schema_of_their_kind() -> None:
    for sample, written in (
        (sample_of("file"), ["schein.pdf"]),
        (sample_of("repeat"), [{"vorname": "Mia", "geburtsdatum": "2020-05-17"}]),
    ):
        kind = kind_of(sample, "probe.feld")
        validator = Draft202012Validator(answer_schema(kind))
        assert validator.is_valid(kind.from_example(written))
        assert not validator.is_valid([{"vorname": 7}])


def sample_of(kind: str) -> KindSample:
    return next(sample for sample in SAMPLES if sample.kind == kind)
