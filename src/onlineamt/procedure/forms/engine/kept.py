"""What was decided on the way through a form, short enough to be kept beside the answers: who opens the next page of a long form
need not wait until every condition is decided again.

Nothing counts only because it was kept: an application that is sent is decided from its answers alone.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from onlineamt.procedure.forms.engine.expressions import UNKNOWN
from onlineamt.procedure.forms.engine.form import CompiledForm, CompiledPage, Step
from onlineamt.procedure.forms.engine.kinds import Json, NotReadable

SKIPPED: Final = object()
"""The outcome of a condition that was not asked, because what is around it does not apply."""

_OUTCOMES: Final[Mapping[str, Any]] = {"1": True, "0": False, "?": UNKNOWN, "-": SKIPPED}
_CODES: Final[Mapping[Any, str]] = {outcome: code for code, outcome in _OUTCOMES.items()}
_FINISHED, _OPEN, _GONE = "f", "o", "-"  # capital where checks of the page say something


@dataclass(frozen=True)
class Kept:
    """The outcomes by step, and the steps of which more is to be done than to know them: what computes, lists, and what hides
    something; of the pages those that are finished, and those whose checks say something."""

    outcomes: Mapping[str, Any]
    telling: Sequence[Step]
    finished: frozenset[str]
    reporting: frozenset[str]


def write_kept(
    form: CompiledForm,
    outcomes: Mapping[str, Any],
    *,
    shown: Mapping[str, bool],
    reporting: Collection[str],
) -> Json:
    """Return what was decided as JSON. `shown`: by page that applies whether it is finished."""
    results = form.words().results
    computed = {step.computes: outcomes[step.node] for step in form.computing}
    return {
        "steps": "".join([_CODES[outcomes[step.node]] for step in form.conditions]),
        "pages": "".join([_code_of_page(page, shown, reporting) for page in form.pages]),
        "computed": {
            name: None if value is None else results[name].to_json(value)
            for name, value in computed.items()
            if value is not UNKNOWN
        },
    }


def read_kept(form: CompiledForm, kept: Json) -> Kept | None:
    """Return what was kept; None where nothing was, or where it is not of this form."""
    if not isinstance(kept, dict):
        return None
    codes, pages = str(kept.get("steps")), str(kept.get("pages"))
    if len(codes) != len(form.conditions) or len(pages) != len(form.pages):
        return None
    try:
        outcomes = {step.node: _OUTCOMES[code] for step, code in zip(form.conditions, codes, strict=True)}
        for step in form.computing:
            outcomes[step.node] = _value(form, step.computes, kept["computed"])
    except (KeyError, TypeError, NotReadable):
        return None
    telling = [step for step in form.steps if outcomes[step.node] is not True or step.computes or step.item]
    coded = list(zip(form.pages, pages, strict=True))
    return Kept(
        outcomes,
        telling,
        frozenset(page.id for page, code in coded if code.lower() == _FINISHED),
        frozenset(page.id for page, code in coded if code.isupper()),
    )


def _code_of_page(page: CompiledPage, shown: Mapping[str, bool], reporting: Collection[str]) -> str:
    if page.id not in shown:
        return _GONE
    code = _FINISHED if shown[page.id] else _OPEN
    return code.upper() if page.id in reporting else code


def _value(form: CompiledForm, name: str, computed: Mapping[str, Json]) -> Any:
    if name not in computed:
        return UNKNOWN
    stored = computed[name]
    return None if stored is None else form.words().results[name].from_json(stored)
