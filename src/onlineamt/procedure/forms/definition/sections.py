"""Sections of a long form: pages that belong together and can be filled in in any order."""

from collections.abc import Sequence

from pydantic import Field

from onlineamt.procedure.forms.definition.base import Definition, Name, Text


class SectionDefinition(Definition):
    """A section of a long form (Abschnitt). Within it pages follow each other; sections are taken in any order."""

    id: Name
    title: Text = Field(description="What the section is called in the list of tasks.")
    pages: tuple[Name, ...] = Field(min_length=1, description="Its pages, in the order of `pages`.")


def refuse_unfit_sections(sections: Sequence[SectionDefinition], page_ids: Sequence[str]) -> None:
    """Raise ValueError unless the sections divide the pages: each in one of them, and in the order of the form."""
    if not sections:
        return
    if len(sections) < 2:
        raise ValueError(
            f"„{sections[0].id}“ ist der einzige Abschnitt | "
            "Machen Sie mindestens zwei Abschnitte, oder lassen Sie „sections“ weg."
        )
    named = [page_id for section in sections for page_id in section.pages]
    for position, page_id in enumerate(named):
        if page_id not in page_ids:
            raise ValueError(f"„{page_id}“ steht in einem Abschnitt, aber eine solche Seite gibt es nicht")
        if page_id in named[:position]:
            raise ValueError(f"„{page_id}“ steht zweimal in den Abschnitten: Jede Seite gehört in einen")
    if left_out := next((page_id for page_id in page_ids if page_id not in named), None):
        raise ValueError(
            f"„{left_out}“ steht in keinem Abschnitt | Wer Abschnitte macht, ordnet jede Seite einem zu."
        )
    for wanted, found in zip(page_ids, named, strict=True):
        if wanted != found:
            raise ValueError(
                f"„{found}“ steht in den Abschnitten vor „{wanted}“, unter „pages“ dahinter | "
                "Nennen Sie die Seiten in beiden Listen in derselben Reihenfolge."
            )
