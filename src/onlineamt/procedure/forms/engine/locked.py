"""Questions whose answer the platform knows and nobody changes."""

from collections.abc import Mapping

from onlineamt.procedure.forms.engine.expressions import Unknown, Value
from onlineamt.procedure.forms.engine.form import CompiledField, CompiledPage
from onlineamt.procedure.forms.engine.journey import Journey


def locked_values(way: Journey, page: CompiledPage) -> Mapping[str, Value]:
    """Return the answers of a page that the platform puts in, by field; a locked question of which nothing is known is asked."""
    return {one.id: value for one in page.locked if (value := _known(one, way)) is not None}


def _known(one: CompiledField, way: Journey) -> Value | None:
    if one.prefill is None:
        return None
    value = way.walk.evaluate(one.prefill)
    return None if isinstance(value, Unknown) else value
