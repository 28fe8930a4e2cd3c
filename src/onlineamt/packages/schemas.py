"""The JSON Schemas of the package files, made from the models for editors: `docs/schemas/`."""

import json
from pathlib import Path

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
FOLDER = Path(__file__).resolve().parents[3] / "docs" / "schemas"


def schema_text(name: str) -> str:
    """Return the schema of one kind of file as it is written to disk."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Online-Amt: {name}",
        **MODELS[name].model_json_schema(),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path = FOLDER) -> list[Path]:
    """Write all schemas, and return their files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{name}.schema.json" for name in MODELS]
    for name, file in zip(MODELS, files, strict=True):
        file.write_text(schema_text(name), encoding="utf-8")
    return files
