"""The gallery knows every kind of field, and shows each as the engine does."""

import pytest

from onlineamt.audiences.gallery.kinds import SAMPLES, kinds_empty, kinds_wrong
from onlineamt.procedure.forms.engine.kinds import KINDS


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
