"""Groups of questions of which exactly one is answered."""

from collections.abc import Container, Iterator, Mapping

from onlineamt.procedure.forms.engine.expressions import Value
from onlineamt.procedure.forms.engine.form import CompiledPage
from onlineamt.procedure.forms.engine.kinds import Json
from onlineamt.procedure.forms.engine.problems import Fact, Problem


def choice_problems(
    page: CompiledPage,
    answers: Mapping[str, Json],
    values: Mapping[str, Value | None],
    *,
    hidden: Container[str],
    wrong: Container[str],
) -> Iterator[Problem]:
    """Yield what is wrong with the groups of a page; as long as one of their questions was not asked, nothing is.

    `answers` are stored, `values` those of them that count; `hidden` fields are not asked, `wrong` ones say something that does not
    count.
    """
    kinds = {one.id: one.kind for one in page.fields}
    for index, field_ids in page.choices.items():
        asked = [field_id for field_id in field_ids if field_id not in hidden]
        given = [one for one in asked if not kinds[one].is_blank(values.get(one))]
        said = [one for one in asked if one in wrong]
        if asked and len({*given, *said}) != 1 and all(one in answers for one in asked):
            variant = "none" if not (given or said) else "many"
            facts: dict[str, Fact] = {"page": page.id, "group": index}
            yield Problem((given or asked)[-1], "one_of", variant, facts)
