"""The form engine: from a definition and answers to pages, mistakes and computed values. Knows no Django."""

from onlineamt.procedure.forms.engine.compile import (
    Fault,
    FormRefused,
    compile_form,
    granted_types,
    with_granted,
)
from onlineamt.procedure.forms.engine.form import (
    ENTRY_FACTS,
    PLATFORM_FACTS,
    CompiledField,
    CompiledForm,
    CompiledPage,
    Setting,
)
from onlineamt.procedure.forms.engine.granted import CompiledGranted, Granting
from onlineamt.procedure.forms.engine.items import (
    ItemResult,
    NoSuchItem,
    OpenItem,
    open_item,
    save_item,
    without_item,
)
from onlineamt.procedure.forms.engine.journey import (
    Answers,
    Journey,
    SummaryPage,
    SummaryRow,
)
from onlineamt.procedure.forms.engine.live import held_back, live_json
from onlineamt.procedure.forms.engine.locked import locked_values
from onlineamt.procedure.forms.engine.problems import Problem
from onlineamt.procedure.forms.engine.saving import PageResult, only_typed, save_page, typed_in
from onlineamt.procedure.forms.engine.sections import SectionProgress, SectionState
from onlineamt.procedure.forms.engine.states import FieldState, PageState
from onlineamt.procedure.forms.engine.walk import journey
from onlineamt.procedure.forms.engine.words import FormWords, Mistake

__all__ = [
    "ENTRY_FACTS",
    "PLATFORM_FACTS",
    "Answers",
    "CompiledField",
    "CompiledForm",
    "CompiledGranted",
    "CompiledPage",
    "Fault",
    "FieldState",
    "FormRefused",
    "FormWords",
    "Granting",
    "ItemResult",
    "Journey",
    "Mistake",
    "NoSuchItem",
    "OpenItem",
    "PageResult",
    "PageState",
    "Problem",
    "SectionProgress",
    "SectionState",
    "Setting",
    "SummaryPage",
    "SummaryRow",
    "compile_form",
    "granted_types",
    "held_back",
    "journey",
    "live_json",
    "locked_values",
    "only_typed",
    "open_item",
    "save_item",
    "save_page",
    "typed_in",
    "with_granted",
    "without_item",
]
