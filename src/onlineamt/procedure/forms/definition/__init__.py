"""What `form.yaml`, `codelists/*.yaml`, `_blocks/*.yaml` and the form's part of `texts/*.yaml` mean."""

from onlineamt.procedure.forms.definition.base import Definition, Expression, FieldId, Name, Text
from onlineamt.procedure.forms.definition.blocks import (
    BlockDefinition,
    UnknownBlock,
    block_texts,
    resolve_blocks,
)
from onlineamt.procedure.forms.definition.codelists import CodelistDefinition
from onlineamt.procedure.forms.definition.fields import (
    FIELD_MODELS,
    CheckDefinition,
    FieldDefinition,
    OptionDefinition,
    QuestionDefinition,
    register_field_model,
)
from onlineamt.procedure.forms.definition.pages import (
    ComputedDefinition,
    FormDefinition,
    GroupDefinition,
    PageDefinition,
)
from onlineamt.procedure.forms.definition.texts import (
    FieldTexts,
    GroupTexts,
    OptionTexts,
    PageTexts,
    TextsDefinition,
    codelist_in_language,
    each_text,
    in_language,
)

__all__ = [
    "FIELD_MODELS",
    "BlockDefinition",
    "CheckDefinition",
    "CodelistDefinition",
    "ComputedDefinition",
    "Definition",
    "Expression",
    "FieldDefinition",
    "FieldId",
    "FieldTexts",
    "FormDefinition",
    "GroupDefinition",
    "GroupTexts",
    "Name",
    "OptionDefinition",
    "OptionTexts",
    "PageDefinition",
    "PageTexts",
    "QuestionDefinition",
    "Text",
    "TextsDefinition",
    "UnknownBlock",
    "block_texts",
    "codelist_in_language",
    "each_text",
    "in_language",
    "register_field_model",
    "resolve_blocks",
]
