"""Documents that a person will hand in later („Habe ich noch nicht“), as the answers say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from onlineamt.procedure.forms.definition import FileField, later_ids
from onlineamt.procedure.forms.engine import Journey


@dataclass(frozen=True, kw_only=True)
class PromisedDocument:
    """A field for files that is still empty, with the day by which it is to be filled and why it is not yet."""

    field_id: str
    by: date
    reason: str


def promised_documents(way: Journey) -> tuple[PromisedDocument, ...]:
    """Return what is to come, in the order of the form; what was handed in meanwhile is no longer to come."""
    return tuple(_promised(way))


def _promised(way: Journey) -> Iterator[PromisedDocument]:
    for page in way.pages:
        for state in page.fields:
            definition = state.field.kind.definition
            if not isinstance(definition, FileField) or not definition.later or state.value:
                continue
            ids = later_ids(state.id)
            by = way.values.get(ids.by)
            if way.values.get(ids.later) is True and isinstance(by, date):
                yield PromisedDocument(field_id=state.id, by=by, reason=str(way.values.get(ids.reason) or ""))
