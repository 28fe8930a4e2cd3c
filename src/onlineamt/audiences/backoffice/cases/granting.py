"""What the office may grant instead of what was applied for: asked on the page of the draft, read from it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from onlineamt.audiences.design.fields import FieldView
from onlineamt.audiences.design.kind_views import field_view, group_view
from onlineamt.procedure.cases.granting import questions_of, read_granted
from onlineamt.procedure.cases.queries import OpenCase
from onlineamt.procedure.forms.engine import Mistake


def granting_fields(
    case: OpenCase, outcomes: Sequence[str], posted: QueryDict | None, *, drafted: Mapping[str, Any]
) -> tuple[FieldView, ...]:
    """Return what is asked for the outcomes that grant a part; nothing where none does."""
    declared = case.procedure.definition.outcomes
    asking = [name for name in outcomes if declared[name].granted]
    asked = {name for outcome in asking for name in declared[outcome].granted}
    if not asked:
        return ()
    chosen = str(posted.get("outcome")) if posted is not None else ""
    mistakes: dict[str, Mistake] = {}
    if posted is not None and chosen in asking:
        mistakes = {one.field_id: one for one in reversed(read_granted(case, chosen, raw_of(posted))[1])}
    titles = " oder ".join(f"„{declared[name].title or name}“" for name in asking)
    views = []
    for one in questions_of(case, drafted):
        if one.name in asked:
            raw = one.raw if posted is None else raw_of(posted)
            view = field_view(one.kind, raw, is_required=True, mistake=mistakes.get(one.kind.id))
            views.append(FieldView(**{**vars(view), "hint": _hint(view.hint, one.applied_shown)}))
    return (group_view("granted", "Was Sie bewilligen", f"Nur beim Ergebnis {titles}.", views),)


def granted_in(case: OpenCase, outcome: str, posted: QueryDict) -> dict[str, Any]:
    """Return what was typed for an outcome, as it is stored."""
    return read_granted(case, outcome, raw_of(posted))[0]


def raw_of(posted: QueryDict) -> dict[str, list[str]]:
    """Return what a page sent, as kinds of fields read it."""
    return {name: [str(one) for one in posted.getlist(name)] for name in posted}


def _hint(own: str, applied: str) -> str:
    return " ".join(part for part in (own, f"Beantragt: {applied}" if applied else "") if part)
