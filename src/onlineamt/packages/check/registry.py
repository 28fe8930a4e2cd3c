"""The rules of the checker: how one is written, and the list of all."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from onlineamt.packages.check.subject import Subject
from onlineamt.packages.findings import Finding, Level
from onlineamt.packages.source import Path


@dataclass(frozen=True)
class Problem:
    """What a rule found: in which file, at which part of it, and how to mend it."""

    file: str
    path: Path
    message: str
    mend: str
    line_offset: int = 0


RuleFunction = Callable[[Subject], Iterable[Problem]]
Decorated = TypeVar("Decorated", bound=RuleFunction)


@dataclass(frozen=True)
class Rule:
    """A rule of the checker. Its id stands in every finding and names its test."""

    id: str
    level: Level
    find: RuleFunction

    def run(self, subject: Subject) -> Iterator[Finding]:
        """Yield what the rule finds in a package."""
        for problem in self.find(subject):
            place = subject.package.place(problem.file, problem.path)
            yield Finding(
                file=problem.file,
                line=place.line + problem.line_offset,
                column=place.column,
                rule=self.id,
                level=self.level,
                message=problem.message,
                mend=problem.mend,
            )


RULES: dict[str, Rule] = {}


def rule(rule_id: str, level: Level = Level.ERROR) -> Callable[[Decorated], Decorated]:
    """Make a function a rule of the checker. Raises ValueError if the id is taken."""

    def register(find: Decorated) -> Decorated:
        if rule_id in RULES:
            raise ValueError(f"two rules with the id {rule_id}")
        RULES[rule_id] = Rule(rule_id, level, find)
        return find

    return register
