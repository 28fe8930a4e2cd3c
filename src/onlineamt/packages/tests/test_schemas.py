import json
from collections.abc import Iterator

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
        silent = [
            f"{title}.{key}"
            for title, part in {name: schema, **schema["$defs"]}.items()
            for key, one in part.get("properties", {}).items()
            if "description" not in one
        ]
        assert silent == []

    @pytest.mark.parametrize("name", MODELS)
    def test_point_at_what_there_is(self, name: str) -> None:
        """What is borrowed stands in one file only."""
        for file, pointer in pointers(json.loads(schema_text(name))):
            there = json.loads(schema_text(file.removesuffix(".schema.json") or name))
            assert pointer.removeprefix("/$defs/") in there["$defs"]
        assert name == "form" or "TextField" not in json.loads(schema_text(name)).get("$defs", {})


def pointers(part: object) -> Iterator[tuple[str, str]]:
    """Yield the file (empty: the same) and the place that each reference in a schema points at."""
    if isinstance(part, dict):
        for value in part.values():
            yield from pointers(value)
    elif isinstance(part, list):
        for value in part:
            yield from pointers(value)
    elif isinstance(part, str) and "#/$defs/" in part:
        file, _, pointer = part.partition("#")
        yield file, pointer
