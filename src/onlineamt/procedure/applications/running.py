"""A published service ready to run: form, fees and words from the sections of its frozen version."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.applications.fees import CompiledFee, compile_fees
from onlineamt.procedure.catalogue.definition import ServiceDefinition, ServiceTexts, load_service, load_texts
from onlineamt.procedure.catalogue.queries import get_version
from onlineamt.procedure.forms.definition import CodelistDefinition, FormDefinition, TextsDefinition
from onlineamt.procedure.forms.engine import CompiledForm, compile_form
from onlineamt.procedure.forms.engine.expressions import ListOf, Scalar, ValueType

_KEPT = 256  # compiled versions in each process
PARAMETER_TYPES: Mapping[str, ValueType] = {
    "cents": Scalar.NUMBER,
    "integer": Scalar.NUMBER,
    "text": Scalar.TEXT,
    "boolean": Scalar.YES_NO,
    "date": Scalar.DATE,
    "codes": ListOf(Scalar.TEXT),
}


@dataclass(frozen=True)
class RunningService:
    """A version that people can apply for. Nothing in it changes; threads share it."""

    definition: ServiceDefinition
    form: CompiledForm
    fees: tuple[CompiledFee, ...]
    texts: Mapping[Language, ServiceTexts]

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
    definition = load_service(sections["service"])
    form = compile_form(
        FormDefinition.model_validate(sections["form"]),
        codelists={
            name: CodelistDefinition.model_validate(one) for name, one in sections["codelists"].items()
        },
        parameters={name: PARAMETER_TYPES[one.type] for name, one in definition.parameters.items()},
        fees=tuple(fee.name for fee in definition.fees),
        texts={
            Language(language): TextsDefinition.model_validate(texts.get("form", {}))
            for language, texts in sections["texts"].items()
        },
    )
    return RunningService(
        definition=definition,
        form=form,
        fees=compile_fees(definition.fees, form.scope),
        texts={Language(language): load_texts(texts) for language, texts in sections["texts"].items()},
    )
