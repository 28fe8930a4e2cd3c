"""A question of ours as a field of FIM."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from onlineamt.packages.fim.export.codelists import CODE, HELP, NAME, columns_of
from onlineamt.packages.fim.fields import Question
from onlineamt.packages.fim.model import (
    CodelistReference,
    CodeValue,
    ElementKind,
    Field,
    Identity,
    Keyword,
    LegalBasis,
    Member,
    Prefill,
    Status,
)
from onlineamt.packages.fim.own.form_parts import question_of
from onlineamt.packages.fim.own.identities import Identities
from onlineamt.packages.fim.own.kinds import facts_of
from onlineamt.packages.fim.own.marks import PART, differences, marks
from onlineamt.packages.fim.own.rules import RuleWriter
from onlineamt.packages.fim.parts import as_line, as_lines, without_dash

DRAFT: Final = Status(code="2", meaning="in Bearbeitung")
_LONGEST_NAME: Final = 120


@dataclass(frozen=True)
class FieldWriter:
    """Writes the questions of one form; `codelists` are those of the package, by name."""

    identities: Identities
    codelists: Mapping[str, Mapping[str, Any]]
    rules: RuleWriter = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rules", RuleWriter(self.identities))

    def member(self, question: Question, *, law_around: str = "", is_chosen: bool = False) -> Member:
        """Return a question in its place; `law_around`: the legal basis of its group, `is_chosen`: one of a choice group."""
        values = self._values(question)
        place = Member(
            minimum=0 if is_chosen else _least(question),
            maximum=_most(question),
            element=self._bare(question, values, law_around),
        )
        said = {PART: "question", "id": question["id"]}
        if name := question.get("codelist"):
            said |= {"codelist": name}
            place = replace(place, element=replace(place.element, keywords=marks(said)))
        found = question_of(_as_read(place, is_chosen), question["id"], values, law_around=law_around)
        if name:
            said["list"] = _beyond_fim(self.codelists[name], found.entries)
        said |= {key: value for key, value in differences(found.question, question).items() if key != "fim"}
        one = replace(place.element, keywords=marks(said))
        assert isinstance(one, Field)
        identity = self.identities.of("F", question["id"], question.get("fim"), one)
        one = replace(one, id=identity.id, version=identity.version)
        return replace(place, element=replace(one, keywords=(*one.keywords, *fim_mark(one, question))))

    def _bare(self, question: Question, values: Sequence[CodeValue], law_around: str) -> Field:
        label = without_dash(as_line(question["label"]))
        name = as_line(question["label"])[:_LONGEST_NAME].strip() or question["id"]
        law = question.get("legal_basis", "") or law_around
        facts = facts_of(question)
        if question["kind"] == "label":
            label = ""
        listed = self.codelists.get(question.get("codelist", ""), {})
        return Field(
            id="",
            name=name,
            label=label,
            label_output=without_dash(as_line(question.get("summary_label", ""))) or label,
            help=without_dash(as_lines(question.get("hint", ""))),
            legal_bases=bases_of(law),
            element_kind=ElementKind.BOUND_BY_LAW if law else ElementKind.HARMONISED,
            status=DRAFT,
            prefill=_prefill(question),
            codelist=reference_to(listed) if listed.get("urn") else None,
            values=() if listed.get("urn") else tuple(values),
            rules=self.rules.rules_of(question["id"], question),
            **facts,
        )

    def _values(self, question: Question) -> list[CodeValue]:
        entries = question.get("options") or self.codelists.get(question.get("codelist", ""), {}).get(
            "entries", ()
        )
        return [
            CodeValue(
                code=entry["code"],
                name=as_line(entry["label"]),
                help=without_dash(as_lines(entry.get("hint", ""))),
            )
            for entry in entries
        ]


def bases_of(law: str) -> tuple[LegalBasis, ...]:
    """Return a legal basis as FIM wants it: each by itself."""
    return tuple(LegalBasis(text=said) for one in law.split("; ") if (said := without_dash(as_line(one))))


def reference_to(codelist: Mapping[str, Any]) -> CodelistReference:
    """Return how a field names a code list that has a name of its own."""
    urn, version = codelist["urn"], codelist.get("version", "")
    columns = columns_of(codelist)
    return CodelistReference(
        canonical_id=urn,
        version=version,
        version_uri=f"{urn}_{version}" if version else "",
        code_column=CODE,
        name_column=NAME,
        help_column=HELP if HELP in columns else "",
    )


def fim_mark(one: Identity, part: Mapping[str, Any]) -> tuple[Keyword, ...]:
    """Return the keyword for a part of a form that came from another element than this, or from none."""
    fim = part.get("fim")
    return () if fim == one.full_id else marks({"fim": fim})


def _as_read(place: Member, is_chosen: bool) -> Member:
    """Return a place as a reader sees it: with an id, whichever, and what a choice group asks for."""
    least = max(1, place.minimum) if is_chosen else place.minimum
    return replace(place, minimum=least, element=replace(place.element, id="F0"))


def _beyond_fim(codelist: Mapping[str, Any], entries: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    left_out = {"urn", "version"} if codelist.get("urn") else set()
    if list(codelist["entries"]) == list(entries):
        left_out.add("entries")
    return {key: value for key, value in codelist.items() if key not in left_out}


def _least(question: Question) -> int:
    if question["kind"] in {"label", "computed"}:
        return 1
    if question.get("required", True) is not True:
        return 0
    return int(question.get("min", 1)) if question["kind"] == "choice_many" else 1


def _most(question: Question) -> int | None:
    if question["kind"] == "choice_many":
        return question.get("max")
    return int(question.get("max_files", 5)) if question["kind"] == "file" else 1


def _prefill(question: Question) -> Prefill:
    if "prefill" not in question:
        return Prefill.NONE
    return Prefill.REQUIRED if question.get("locked") else Prefill.OPTIONAL
