"""A published service ready to run: form, fees and words from the sections of its frozen version."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.applications.compiled import CompiledEvidence, compile_sections
from onlineamt.procedure.applications.fees import CompiledFee
from onlineamt.procedure.catalogue.definition import ServiceDefinition, ServiceTexts, load_texts
from onlineamt.procedure.catalogue.needed import minutes_to_fill_in
from onlineamt.procedure.catalogue.queries import get_version
from onlineamt.procedure.forms.engine import CompiledForm

_KEPT = 256  # compiled versions in each process


@dataclass(frozen=True)
class RunningService:
    """A version that people can apply for. Nothing in it changes; threads share it."""

    definition: ServiceDefinition
    form: CompiledForm
    fees: tuple[CompiledFee, ...]
    evidence: tuple[CompiledEvidence, ...]
    texts: Mapping[Language, ServiceTexts]
    minutes: int  # that filling in the form takes, about

    def words(self, language: Language) -> ServiceTexts:
        """Return the service's words in a language, or in German where it has none."""
        return self.texts.get(language) or self.texts[Language.GERMAN]

    def title(self, language: Language) -> str:
        """Return the name of the service."""
        return self.words(language).title or self.definition.title

    def fee_label(self, name: str, language: Language) -> str:
        """Return how a fee is called."""
        own = next((fee.label for fee in self.definition.fees if fee.name == name), None)
        return self.words(language).fees.get(name) or own or name


@lru_cache(maxsize=_KEPT)
def get_running(version_id: UUID) -> RunningService:
    """Return a version ready to run, compiled once in each process. Raises NotFound, FormRefused."""
    return run_sections(get_version(version_id).sections)


def run_sections(sections: Mapping[str, Any]) -> RunningService:
    """Make the sections of a version ready to run. Raises FormRefused, ExpressionRefused."""
    compiled = compile_sections(sections)
    return RunningService(
        definition=compiled.definition,
        form=compiled.form,
        fees=compiled.fees,
        evidence=compiled.evidence,
        texts={Language(language): load_texts(texts) for language, texts in sections["texts"].items()},
        minutes=minutes_to_fill_in(sections),
    )
