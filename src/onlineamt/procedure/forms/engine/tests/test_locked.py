"""What the platform puts into a locked question stays as it is, whatever is sent; where it knows nothing, it is asked."""

from typing import Any

import pytest
from pydantic import ValidationError

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.forms.engine import journey, live_json, locked_values, save_page
from onlineamt.procedure.forms.engine.tests.making import TODAY, make_form

FORM = make_form("""
pages:
  - id: a
    title: A
    fields:
      - {id: a.name, kind: text, label: Name, prefill: facts.account_family_name, locked: true, max_length: 20}
      - {id: a.seit, kind: date, label: Seit, prefill: today, locked: true}
      - {id: a.satz, kind: money, label: Satz, prefill: parameters.satz / 0, locked: true, required: false}
      - {id: a.frei, kind: text, label: Frei, prefill: facts.account_family_name}
""")
SENT = {
    "a.name": ["Fremd"],
    "a.frei": ["Frei"],
    "a.seit.day": ["1"],
    "a.seit.month": ["1"],
    "a.seit.year": ["2020"],
}


def _save(facts: dict[str, Any]) -> dict[str, Any]:
    way = journey(FORM, {}, today=TODAY, facts=facts)
    return dict(save_page(way, "a", SENT, {}, today=TODAY).answers)


def test_what_is_known_is_kept_whatever_is_sent() -> None:
    kept = _save({"account_family_name": "Muster"})
    assert kept == {"a.name": "Muster", "a.seit": TODAY.isoformat(), "a.satz": None, "a.frei": "Frei"}


def test_what_is_not_known_is_asked() -> None:
    assert _save({})["a.name"] == "Fremd"


def test_only_what_is_known_is_locked() -> None:
    way = journey(FORM, {}, today=TODAY, facts={})
    assert locked_values(way, FORM.page("a")) == {"a.seit": TODAY}


def test_there_is_something_to_lock() -> None:
    with pytest.raises(ValidationError, match="prefill"):
        make_form("pages: [{id: a, title: A, fields: [{id: a.b, kind: text, label: B, locked: true}]}]")


def test_a_browser_is_given_what_it_cannot_read() -> None:
    form = make_form("""
pages:
  - id: a
    title: A
    fields:
      - {id: a.seit, kind: date, label: Seit, prefill: today, locked: true}
      - {id: a.alt, kind: yes_no, label: Alt, show: date.year(a.seit) > 2000}
""")
    plan = live_json("a", journey(form, {}, today=TODAY), Language.GERMAN, today=TODAY)
    assert plan["values"] == {"a.seit": TODAY.isoformat()}
    assert plan["reads"] == {}
