"""The engine's own words (`forms/texts/<lang>.yaml`): messages for mistakes, yes and no, parts of a date."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from onlineamt.foundation.core.formats import show_date
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.forms.engine.problems import Fact, Problem

_NAMED = re.compile(r"\{(\w+)\}")
_FOLDER = Path(__file__).resolve().parent.parent / "texts"


@dataclass(frozen=True)
class Wording:
    """The words of one language."""

    language: Language
    words: Mapping[str, str]
    messages: Mapping[str, Mapping[str, str]]

    def word(self, name: str) -> str:
        """Return a single word, as `yes`."""
        return self.words[name]

    def message(self, problem: Problem, *, kind: str, label: str) -> str:
        """Return the sentence for a mistake in a field of this kind and name."""
        variants = self.messages[problem.code]
        text = variants.get(problem.variant) or variants.get(kind) or variants["default"]
        return self.fill(text, problem.facts, label=label)

    def fill(self, text: str, facts: Mapping[str, Fact], *, label: str) -> str:
        """Put facts into a sentence, where it names them in braces; other braces are left as they are."""
        said = {"label": label} | {name: self._said(fact) for name, fact in facts.items()}
        return _NAMED.sub(lambda found: said.get(found[1], found[0]), text)

    def _said(self, fact: Fact) -> str:
        if isinstance(fact, date):
            return show_date(fact, self.language)
        if isinstance(fact, tuple):
            return f" {self.word('and')} ".join(self.word(name) for name in fact)
        return str(fact)


@cache
def wording(language: Language) -> Wording:
    """Return the engine's words in a language."""
    content = yaml.safe_load((_FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
    return Wording(language, content["words"], content["messages"])
