"""Every kind of question there is goes out as a FIM schema and comes back as it was."""

from typing import Any

import pytest

from onlineamt.audiences.gallery.kinds import SAMPLES, KindSample, kind_of
from onlineamt.packages.fim.export.form import schema_of_sections
from onlineamt.packages.fim.export.writing import write_schema
from onlineamt.packages.fim.genericode import Codelists
from onlineamt.packages.fim.importing import import_schema
from onlineamt.procedure.forms.definition import FormDefinition


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.label)
def test_comes_back_as_it_was(sample: KindSample) -> None:
    asked = kind_of(sample, "probe.feld").definition.model_dump(mode="json", exclude_defaults=True)
    beside = {"id": "probe.name", "kind": "text", "label": "Name"}
    form = _frozen({
        "pages": [{"id": "seite", "title": "Seite", "fields": [asked, beside]}],
        "computed": {"steuer": {"kind": "money", "value": "100"}},
    })  # fmt: skip
    service = {"key": "muster", "version": "1.0.0", "title": "Muster"}
    written = write_schema(schema_of_sections({"service": service, "form": form, "codelists": {}}))
    assert _frozen(dict(import_schema(written, Codelists()).form)) == form


def _frozen(form: dict[str, Any]) -> dict[str, Any]:
    return FormDefinition.model_validate(form).model_dump(mode="json", exclude_defaults=True)
