"""The little form that one entry of a list is."""

from onlineamt.procedure.forms.definition.pages import FormDefinition, PageDefinition
from onlineamt.procedure.forms.definition.repeats import RepeatField
from onlineamt.procedure.forms.definition.texts import PageTexts, TextsDefinition


def item_form(repeat: RepeatField) -> FormDefinition:
    """Return the questions of a list as a form of one page, which has the name of the list's area."""
    page = PageDefinition(id=repeat.area, title=repeat.item, fields=repeat.fields)
    return FormDefinition(pages=(page,))


def item_texts(repeat: RepeatField, texts: TextsDefinition) -> TextsDefinition:
    """Return the words of that form in a language, from the words of the form around."""
    words = texts.fields.get(repeat.id)
    pages = {repeat.area: PageTexts(title=words.item)} if words and words.item else {}
    return texts.model_copy(update={"pages": pages, "computed": {}})
