"""What the office may grant instead of what was applied for: asked on the page of the draft, read from it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import QueryDict

from onlineamt.audiences.design.fields import FieldView
from onlineamt.audiences.design.kind_views import field_view, group_view
from onlineamt.foundation.core.clock import today
from onlineamt.procedure.cases.granting import GrantedQuestion, questions_of, read_granted
from onlineamt.procedure.cases.queries import OpenCase
from onlineamt.procedure.forms.engine import Mistake
from onlineamt.procedure.forms.engine.kinds import Raw


def granting_fields(
    case: OpenCase, outcomes: Sequence[str], posted: QueryDict | None, *, drafted: Mapping[str, Any]
) -> tuple[FieldView, ...]:
    """Return what is asked for the outcomes that grant a part; nothing where none does."""
    declared = case.procedure.definition.outcomes
    asking = [name for name in outcomes if declared[name].granted]
    questions = [
        one
        for one in questions_of(case, drafted)
        if any(one.name in declared[outcome].granted for outcome in asking)
    ]
    if not questions:
        return ()
    titles = " oder ".join(f"„{declared[name].title or name}“" for name in asking)
    errors = _errors(case, questions, asking, posted, titles) if posted is not None else {}
    views = [
        replace(
            field_view(
                one.kind, one.raw if posted is None else raw_of(posted), is_required=True, mistake=mistake
            ),
            hint=_hint(one),
        )
        for one, mistake in ((one, errors.get(one.kind.id)) for one in questions)
    ]
    return (group_view("granted", "Was Sie bewilligen", f"Nur beim Ergebnis {titles}.", views),)


def _errors(
    case: OpenCase,
    questions: Sequence[GrantedQuestion],
    asking: Sequence[str],
    posted: QueryDict,
    titles: str,
) -> dict[str, Mistake]:
    """Return what is wrong by field; the first mistake of a field stands beside it."""
    chosen, raw = str(posted.get("outcome")), raw_of(posted)
    if chosen in asking:
        return {one.field_id: one for one in reversed(read_granted(case, chosen, raw)[1])}
    outcome = case.procedure.definition.outcomes.get(chosen)
    if outcome is None or outcome.refuses == "all":
        return {}
    # Whoever changed a number and left another outcome chosen would issue what they did not mean.
    said = f"Beim Ergebnis „{outcome.title or chosen}“ gilt, was beantragt ist. Wählen Sie {titles}, oder ändern Sie hier nichts."
    changed = [one.kind.id for one in questions if _is_changed(one, raw)]
    return {field_id: Mistake(field_id, said, ()) for field_id in changed[:1]}


def _is_changed(question: GrantedQuestion, raw: Raw) -> bool:
    kind, day = question.kind, today()
    is_sent = any(name in raw for name in kind.inputs)
    return is_sent and kind.parse(raw, today=day) != kind.parse(question.raw, today=day)


def granted_in(case: OpenCase, outcome: str, posted: QueryDict) -> dict[str, Any]:
    """Return what was typed for an outcome, as it is stored."""
    return read_granted(case, outcome, raw_of(posted))[0]


def raw_of(posted: QueryDict) -> dict[str, list[str]]:
    """Return what a page sent, as kinds of fields read it."""
    return {name: [str(one) for one in posted.getlist(name)] for name in posted}


def _hint(question: GrantedQuestion) -> str:
    applied = (
        f"Beantragt: {question.applied_shown}" if question.applied_shown else "Dazu steht nichts im Antrag."
    )
    return " ".join(part for part in (question.kind.definition.hint, applied) if part)
