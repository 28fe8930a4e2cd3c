"""The JSON Schemas of the package files, made from the models for editors: `docs/schemas/`."""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from onlineamt.packages.example import Example
from onlineamt.packages.package import PackageTexts
from onlineamt.procedure.cases.definition import ProcedureDefinition
from onlineamt.procedure.catalogue.definition import ServiceDefinition
from onlineamt.procedure.forms.definition import BlockDefinition, CodelistDefinition, FormDefinition

MODELS: dict[str, type[BaseModel]] = {
    "service": ServiceDefinition,
    "form": FormDefinition,
    "procedure": ProcedureDefinition,
    "texts": PackageTexts,
    "codelist": CodelistDefinition,
    "example": Example,
    "block": BlockDefinition,
}
SHARED = "form"  # the other files borrow fields from it
FOLDER = Path(__file__).resolve().parents[3] / "docs" / "schemas"


def schema_text(name: str) -> str:
    """Return the schema of one kind of file as it is written to disk."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Online-Amt: {name}",
        **_sharing(name),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _sharing(name: str) -> dict[str, Any]:
    """Return a schema that points at `form.schema.json` for what is defined there, instead of repeating it."""
    schema = MODELS[name].model_json_schema()
    if name == SHARED:
        return schema
    there = MODELS[SHARED].model_json_schema()["$defs"]
    own = schema.pop("$defs", {})
    borrowed = {f"#/$defs/{one}" for one, definition in own.items() if there.get(one) == definition}
    kept = {one: definition for one, definition in own.items() if f"#/$defs/{one}" not in borrowed}
    pointed: dict[str, Any] = _pointed({"$defs": kept, **schema} if kept else schema, borrowed)
    return pointed


def _pointed(part: Any, borrowed: Collection[str]) -> Any:
    if isinstance(part, dict):
        return {key: _pointed(one, borrowed) for key, one in part.items()}
    if isinstance(part, list):
        return [_pointed(one, borrowed) for one in part]
    return f"{SHARED}.schema.json{part}" if isinstance(part, str) and part in borrowed else part


def write_schemas(folder: Path = FOLDER) -> list[Path]:
    """Write all schemas, and return their files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{name}.schema.json" for name in MODELS]
    for name, file in zip(MODELS, files, strict=True):
        file.write_text(schema_text(name), encoding="utf-8")
    return files
