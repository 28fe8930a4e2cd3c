"""How far the sections of a long form are."""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from onlineamt.procedure.forms.engine.states import PageState


class SectionProgress(Enum):
    """How far a section is. `WAITING`: whether it applies hangs on questions of other sections."""

    WAITING = "waiting"
    NOT_STARTED = "not_started"
    STARTED = "started"
    FINISHED = "finished"


@dataclass(frozen=True)
class SectionState:
    """A section of a long form, with those of its pages that apply. `waits_for`: sections to be filled in before it."""

    id: str
    pages: tuple[PageState, ...]
    waits_for: tuple[str, ...] = ()

    @cached_property
    def progress(self) -> SectionProgress:
        """How far it is."""
        if not self.pages:
            return SectionProgress.WAITING
        if self.first_unfinished is None:
            return SectionProgress.FINISHED
        is_started = any(state.is_saved for page in self.pages for state in page.fields)
        return SectionProgress.STARTED if is_started else SectionProgress.NOT_STARTED

    @cached_property
    def first_unfinished(self) -> str | None:
        """The first page on which something is left to do; None when all is done."""
        return next((page.id for page in self.pages if not page.is_finished), None)

    @property
    def opens_at(self) -> str | None:
        """The page where one goes on: the first unfinished one, from the beginning where none or all is done; None: waits."""
        if self.progress is SectionProgress.STARTED:
            return self.first_unfinished
        return self.pages[0].id if self.pages else None

    @property
    def visitable(self) -> tuple[str, ...]:
        """The pages that may be opened: all up to the first unfinished one."""
        return pages_up_to([page.id for page in self.pages], self.first_unfinished)


def pages_up_to(page_ids: list[str], last: str | None) -> tuple[str, ...]:
    """Return the pages up to one of them; all where there is none."""
    return tuple(page_ids if last is None else page_ids[: page_ids.index(last) + 1])
