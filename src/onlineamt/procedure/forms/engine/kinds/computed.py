"""A computed value among the questions, which the person sees but cannot change."""

from onlineamt.procedure.forms.definition import ComputedField
from onlineamt.procedure.forms.engine.kinds.label import SayingKind


class ComputedKind(SayingKind[ComputedField]):
    """A computed value among the questions."""

    name = "computed"
