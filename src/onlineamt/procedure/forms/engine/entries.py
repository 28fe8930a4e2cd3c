"""An entry of a list as its own little form, its list and the expressions around know it."""

from collections.abc import Mapping

from onlineamt.procedure.forms.engine.form import CompiledForm
from onlineamt.procedure.forms.engine.journey import Journey
from onlineamt.procedure.forms.engine.kinds import Json
from onlineamt.procedure.forms.engine.kinds.repeat import Item


def item_answers(form: CompiledForm, item: Mapping[str, Json]) -> dict[str, Json]:
    """Return the answers of an entry as its little form knows them, with their area."""
    area = form.pages[0].id
    return {f"{area}.{name}": answer for name, answer in item.items()}


def stored_item(way: Journey) -> dict[str, Json]:
    """Return an entry as it is stored: only what applies."""
    return {_name(field_id): answer for field_id, answer in way.answers.items()}


def item_as_said(way: Journey) -> Item:
    """Return everything that was answered and applies, with its mistakes too."""
    return {
        _name(state.id): state.answer
        for page in way.pages
        for state in page.fields
        if state.field.asks and state.is_saved
    }


def item_as_counted(way: Journey) -> Item:
    """Return what is known of an entry."""
    return {_name(field_id): way.values[field_id] for field_id in way.form.fields if field_id in way.values}


def _name(field_id: str) -> str:
    return field_id.partition(".")[2]
