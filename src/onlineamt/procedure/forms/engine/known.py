"""What is known on the way through a form, by the names that expressions have for it."""

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from datetime import date

from onlineamt.procedure.forms.engine.expressions import Activation, Unknown, Value
from onlineamt.procedure.forms.engine.form import CompiledField, CompiledForm
from onlineamt.procedure.forms.engine.journey import Answers
from onlineamt.procedure.forms.engine.kinds import Json, NotReadable
from onlineamt.procedure.forms.engine.problems import Problem

_NOTHING = object()


class Known(Mapping[str, Value | None]):
    """Answers, computed values and what the platform knows. An answer is read when it is first asked for.

    `found` are the values that count, `readable` the answers that could be read, `wrong` says what is wrong with one; of those three
    only what was read stands there. None as a value: known to be blank; a missing one is not known yet.
    """

    def __init__(
        self,
        form: CompiledForm,
        answers: Answers,
        values: Mapping[str, Value | None],
        *,
        first_day: date,
        last_day: date,
    ) -> None:
        """Take stored answers and what is known besides; the answers were given from the first to the last day."""
        self._form, self._answers = form, answers
        self._first_day, self._last_day = first_day, last_day
        self.found: dict[str, Value | None] = dict(values)
        self.readable: dict[str, Value] = {}
        self.wrong: dict[str, list[Problem]] = {}
        self._unread = set(answers.keys() & form.asked_alone)
        self._stale: set[str] = set()  # what is other than it was laid out
        self._activation: Activation | None = None

    def with_answers(self, answers: Answers) -> "Known":
        """Return the same with other stored answers; those that changed are to be expected anew."""
        other = copy(self)
        other._answers = answers
        other.found, other.readable, other.wrong = dict(self.found), dict(self.readable), dict(self.wrong)
        other._unread, other._stale = set(self._unread), set(self._stale)
        return other

    def __getitem__(self, name: str) -> Value | None:
        """Return what is known under a name. Raises KeyError where nothing is."""
        self.read((name,))
        return self.found[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names of everything that is known."""
        self.read(tuple(self._unread))
        return iter(self.found)

    def __len__(self) -> int:
        """Return how much is known."""
        self.read(tuple(self._unread))
        return len(self.found)

    def read(self, names: Iterable[str]) -> None:
        """Read the answers of some fields, as far as that was not done yet."""
        new = self._unread.intersection(names)
        for name in new:
            self._read_answer(self._form.fields[name], self._answers[name])
        self._unread -= new
        self._stale |= new

    def laid_out(self, names: frozenset[str]) -> Activation:
        """Return the values as expressions read them: all of these names, whatever else there is."""
        self.read(names)
        if self._activation is None or not self._stale.isdisjoint(names):
            self._activation = self._form.scope.activation(self.found)
            self._stale.clear()
        return self._activation

    def learn(self, name: str, value: Value | Unknown | None) -> None:
        """Know a value from now on, or know no more what it is."""
        self._stale.add(name)
        if isinstance(value, Unknown):
            self.found.pop(name, None)
        else:
            self.found[name] = value

    def forget(self, name: str) -> None:
        """Know nothing of a field any more."""
        self._stale.add(name)
        self._unread.discard(name)
        for kept in (self.found, self.readable, self.wrong):
            kept.pop(name, None)

    def expect(self, name: str) -> None:
        """Read the answer of a field anew when it is next asked for."""
        self.forget(name)
        if name in self._answers and name in self._form.asked_alone:
            self._unread.add(name)

    def _read_answer(self, one: CompiledField, stored: Json) -> None:
        if stored is None:
            self.found[one.id] = None
            return
        try:
            value = one.kind.from_json(stored)
        except NotReadable:
            self.wrong[one.id] = [one.kind.problem("unreadable")]
            return
        self.readable[one.id] = value
        problem = None if stored == one.kind.blank else self._judged(one, value)
        if problem:
            self.wrong[one.id] = [problem]
        else:
            self.found[one.id] = value

    def _judged(self, one: CompiledField, value: Value) -> Problem | None:
        """Return what is wrong with an answer, which was given on one of the days from the first to the last: a day that lay
        ahead then may be over by now."""
        first = one.kind.validate(value, today=self._first_day)
        if first is None or self._last_day == self._first_day:
            return first
        last = one.kind.validate(value, today=self._last_day)
        was_between = last is not None and (first.code, last.code) == ("too_late", "too_early")
        return None if was_between else last


def differing(before: Answers, answers: Answers) -> set[str]:
    """Return the names under which two sets of stored answers are not the same."""
    there = {
        name
        for name, one in answers.items()
        if one is not (earlier := before.get(name, _NOTHING)) and _differ(one, earlier)
    }
    return there | (before.keys() - answers.keys())


def _differ(one: Json, other: Json) -> bool:
    """Whether two stored answers are not the same: 0 is no „No“, though Python takes them for equal."""
    return one != other or repr(one) != repr(other)
