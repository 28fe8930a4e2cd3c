"""From a FIM schema to a package that checks, installs and runs."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from onlineamt.facilities.documents.rules import MOST_FILES
from onlineamt.packages.fim.fields import Question, Surroundings, legal_bases_of
from onlineamt.packages.fim.genericode import Codelists
from onlineamt.packages.fim.model import CodeValue, Field, Group, Schema, walk
from onlineamt.packages.fim.notes import Notes
from onlineamt.packages.fim.own.restoring import is_own, own_key, restored_form
from onlineamt.packages.fim.own.rules import is_open
from onlineamt.packages.fim.reading import read_schema
from onlineamt.packages.fim.rules import Placed, place_rules
from onlineamt.packages.fim.sample_answers import FULL, SHORT, TODAY, missing_answers, sample_answers
from onlineamt.packages.fim.scaffold import PURPOSE, UNKNOWN_BASIS, key_of, scaffold, title_of_schema
from onlineamt.packages.fim.structure import FormMaker
from onlineamt.packages.fim.yaml_text import to_yaml
from onlineamt.packages.findings import Finding, Place
from onlineamt.packages.reading import read_package
from onlineamt.packages.trial import compile_package
from onlineamt.procedure.forms.engine import FormRefused

_KNOWN_BY: Final = ("geburtsdatum", "geburtstag", "familienname", "nachname", "name")
_WIDEST_NOTE = 400


@dataclass(frozen=True)
class Imported:
    """A schema as a package: its files by name, and what a person must know of it."""

    key: str
    schema: Schema
    files: Mapping[str, str]
    form: Mapping[str, Any]
    codelists: tuple[str, ...]
    rules: tuple[Placed, ...]
    warnings: tuple[Finding, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Return the summary for programs."""
        members = [member.element for _, member in walk(self.schema.members)]
        questions = list(_questions(self.form))
        return {
            "schema": self.schema.id,
            "version": self.schema.version,
            "fields": sum(isinstance(one, Field) for one in members),
            "groups": sum(isinstance(one, Group) for one in members),
            "pages": len(self.form["pages"]),
            "required": sum(one.get("required") is not False for one in questions if _is_asked(one)),
            "codelists": len(self.codelists),
            "rules_todo": len(self.rules),
            "warnings": [{"line": one.line, "message": one.message} for one in self.warnings],
        }


def import_schema(data: bytes, lists: Codelists, *, name: str = "schema.xml") -> Imported:
    """Return what a FIM file of that name becomes. Raises FimRefused."""
    schema = read_schema(data, name=name)
    around = Surroundings(name, lambda one: _codes_of(one, lists, around))
    if is_own(schema):
        return _restored(schema, around)
    maker = FormMaker(around)
    maker.make(schema)
    if not any(map(_is_asked, _questions({"pages": maker.pages}))):
        place = Place(schema.line)
        said, mend = (
            "Das Schema fragt nichts: Daraus wird kein Formular.",
            "Lesen Sie ein Schema mit Feldern ein.",
        )
        raise Notes(name).refuse(place, "fim.asks-nothing", said, mend)
    _share_out_files(maker.pages, around)
    form = _form(schema, maker, around)
    rules = place_rules(schema, maker.places, form)
    return _imported(schema, around, form, rules)


def _restored(schema: Schema, around: Surroundings) -> Imported:
    """Return a schema of our own export as what it was."""
    form = restored_form(schema, around)
    rules = [Placed(rule, owner.id) for owner, rule in schema.each_rule() if is_open(rule)]
    return _imported(schema, around, form, rules)


def _imported(
    schema: Schema, around: Surroundings, form: dict[str, Any], rules: Sequence[Placed]
) -> Imported:
    key = own_key(schema) or key_of(schema)
    files = {"form.yaml": to_yaml(_in_order(form), head=_head(schema, rules))} | scaffold(schema, key)
    files |= {
        f"codelists/{name}.yaml": to_yaml(content, head=[f"Codeliste aus dem FIM-Schema {schema.full_id}."])
        for name, content in around.codelists.items()
    }
    warnings = (*schema.remarks, *around.findings)
    return Imported(key, schema, files, form, tuple(around.codelists), tuple(rules), warnings)


def _codes_of(one: Field, lists: Codelists, around: Surroundings) -> Sequence[CodeValue]:
    """Return what a field is chosen from: its own values, else those of its list, of the newest where its version is not there."""
    if one.values or one.codelist is None:
        return one.values
    found = lists.find(one.codelist)
    if found is None and (found := lists.find(replace(one.codelist, version="", version_uri=""))):
        around.warn(
            f"{one.full_id}: Von der Codeliste {one.codelist.canonical_id} gibt es die Fassung {one.codelist.version} nicht; "
            f"genommen ist {found.version}.",
            one.line,
        )
    return found.values_for(one.codelist).values if found else ()


def write_package(imported: Imported, folder: Path) -> Path:
    """Write the package into a new folder below `folder`, with examples that run, and return it. Raises FileExistsError."""
    target = folder / imported.key
    if target.exists():
        raise FileExistsError(target)
    try:
        for name, content in imported.files.items():
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        _write_examples(target)
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
    return target


def _write_examples(target: Path) -> None:
    package = read_package(target).package
    if package is None:
        return
    try:
        compiled = compile_package(package)
    except FormRefused:
        return  # a form of ours that needs parameters or a register: the checker names what service.yaml lacks
    for name, title, wish, ruling in (
        ("kurz", "Nur das Nötige", SHORT, {"outcome": "genehmigt"}),
        ("voll", "Alles ausgefüllt", FULL, {"outcome": "abgelehnt", "reasons": "Das ist ein Beispiel."}),
    ):
        path = target / "examples" / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(_example(title, sample_answers(package, compiled, wish), ruling), encoding="utf-8")
    mistakes = {name: problem.code for name, problem in missing_answers(compiled).items()}
    empty = {"title": "Nichts ausgefüllt", "today": TODAY, "answers": {}, "expect": {"errors": mistakes}}
    if mistakes:
        (target / "examples" / "leer.yaml").write_text(to_yaml(empty), encoding="utf-8")


def _example(title: str, answers: Mapping[str, Any], ruling: Mapping[str, str]) -> str:
    content = {
        "title": title,
        "today": TODAY,
        "answers": answers,
        "ruling": ruling,
        "expect": {"tasks": ["pruefen"]},
    }
    return to_yaml(content)


def _share_out_files(pages: Sequence[Mapping[str, Any]], around: Surroundings) -> None:
    """An application holds only so many files: where the fields take more together, each gets its share."""
    fields = [one for one in _questions({"pages": pages}) if one["kind"] == "file"]
    if sum(one["max_files"] for one in fields) <= MOST_FILES:
        return
    share = max(1, MOST_FILES // len(fields))
    for one in fields:
        one["max_files"] = min(one["max_files"], share)
    around.warn(
        f"Ein Antrag hat höchstens {MOST_FILES} Dateien: Jedes der {len(fields)} Felder nimmt darum höchstens {share}."
    )


def _form(schema: Schema, maker: FormMaker, around: Surroundings) -> dict[str, Any]:
    bases = legal_bases_of(schema.legal_bases)
    form: dict[str, Any] = {
        "fim": schema.full_id,
        "legal_basis": bases[:5000] or UNKNOWN_BASIS,
        "purpose": PURPOSE,
    }
    for one in _questions({"pages": maker.pages}):
        if one.get("legal_basis") == form["legal_basis"]:
            del one["legal_basis"]  # what holds for all is said once
    if known := _known_answer(maker.pages):
        form["known_answer"] = known
    if sections := maker.sections():
        form["sections"] = sections
    form["pages"] = maker.pages
    if around.computed:
        form["computed"] = around.computed
    return form


def _in_order(form: dict[str, Any]) -> dict[str, Any]:
    """Return the form with what is to be done at its head."""
    head = ("#", "fim", "legal_basis", "purpose", "known_answer", "open_rules")
    names: list[str] = [
        *(name for name in head if name in form),
        *(name for name in form if name not in head),
    ]
    return {name: form[name] for name in names}


def _head(schema: Schema, rules: Sequence[Placed]) -> list[str]:
    lines = [f"{title_of_schema(schema)}. Aus dem FIM-Schema {schema.full_id} ({schema.standard})."]
    for said in (schema.description, schema.definition):
        if plain := " ".join(said.split()):
            lines.append(plain[:_WIDEST_NOTE])
    if rules:
        lines.append(
            f"{len(rules)} Regeln sind noch Sätze: Sie stehen unter „open_rules“ bei dem, was sie betreffen."
        )
    return lines


def _known_answer(pages: Sequence[Mapping[str, Any]], *, is_for_everybody: bool = True) -> str:
    """Return the answer by which its person is known later: a birthday or a name, best one that everybody is asked for."""
    asked = [
        one
        for page in pages
        for group in page.get("groups", [page])
        for one in group["fields"]
        if one["kind"] in {"date", "text"} and one.get("required") is not False
        if not {"show"} & {*page, *group, *one} or not is_for_everybody
    ]
    for word in _KNOWN_BY:
        for one in asked:
            if word in one["id"].rpartition(".")[2]:
                return str(one["id"])
    if asked:
        return str(asked[0]["id"])
    return _known_answer(pages, is_for_everybody=False) if is_for_everybody else ""


def _questions(form: Mapping[str, Any]) -> Sequence[Question]:
    return [
        one
        for page in form["pages"]
        for group in page.get("groups", [page])
        for outer in group.get("fields", ())
        for one in (outer, *outer.get("fields", ()))
    ]


def _is_asked(one: Question) -> bool:
    return one["kind"] not in {"label", "computed"}
