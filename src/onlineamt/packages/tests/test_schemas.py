import json

import pytest

from onlineamt.packages.schemas import FOLDER, MODELS, schema_text


class TestSchemas:
    @pytest.mark.parametrize("name", MODELS)
    def test_are_current(self, name: str) -> None:
        """Write them anew with `onlineamt schemas`."""
        assert (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8") == schema_text(name)

    @pytest.mark.parametrize("name", ["service", "procedure", "example"])
    def test_explain_every_key(self, name: str) -> None:
        """What procedure.yaml borrows from form.yaml is explained there."""
        schema = json.loads(schema_text(name))
        borrowed = json.loads(schema_text("form"))["$defs"]
        silent = [
            f"{title}.{key}"
            for title, part in {name: schema, **schema["$defs"]}.items()
            if title not in borrowed
            for key, one in part.get("properties", {}).items()
            if "description" not in one
        ]
        assert silent == []
