"""What the address of the work list asks for."""

from collections.abc import Mapping

from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.decisions.worklist import Selection, Tab


def read_selection(query: Mapping[str, str]) -> Selection:
    """Return what an address asks for; what makes no sense asks for nothing."""
    tab, state = query.get("liste", ""), query.get("stand", "")
    return Selection(
        tab=Tab(tab) if tab in set(Tab) else Tab.ALL,
        state=state if state in set(CaseState) else "",
        service=query.get("leistung", "").replace("\0", "")[:80],
        is_overdue=query.get("faellig") == "1",
        search=query.get("suche", "").replace("\0", "").strip()[:60],
        after=query.get("nach", "")[:120],
    )
