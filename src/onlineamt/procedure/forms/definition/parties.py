"""Parts of a form that a second person may fill in on their own device, and who sees only that part."""

from collections.abc import Iterable, Mapping

from pydantic import Field

from onlineamt.procedure.forms.definition.base import Definition, FieldId, Text
from onlineamt.procedure.forms.definition.questions import FieldDefinition

_NOT_ALONE = frozenset({"file", "register_entry"})


class PartyDefinition(Definition):
    """Another person of an application (Mitantragsteller): their pages name them under `party`."""

    title: Text = Field(description="Who it is, as people read it: „Zweite Halterin oder zweiter Halter“.")
    known_answer: FieldId = Field(
        description="The answer of this person that, with their code, opens their part on another device."
    )


def refuse_unfit_parties(
    parties: Mapping[str, PartyDefinition], pages: Iterable[tuple[str, str, Iterable[FieldDefinition]]]
) -> None:
    """Raise ValueError unless each person has pages of their own that they can fill in alone.

    `pages`: those that name a person, each with its id, the person and its fields.
    """
    fields: dict[str, set[str]] = {name: set() for name in parties}
    for page_id, party, asked in pages:
        if party not in parties:
            raise ValueError(
                f"„{page_id}“: Eine Person „{party}“ gibt es nicht | Nennen Sie sie unter „parties“ mit „title“ und „known_answer“."
            )
        for one in asked:
            if one.kind in _NOT_ALONE:
                raise ValueError(
                    f"„{one.id}“: Auf den Seiten einer zweiten Person geht die Art {one.kind} nicht | "
                    "Fragen Sie danach auf einer Seite der ersten Person."
                )
            fields[party].add(one.id)
    for name, person in parties.items():
        if not fields[name]:
            raise ValueError(
                f"Die Person „{name}“ hat keine Seite | Geben Sie mindestens einer Seite „party: {name}“."
            )
        if person.known_answer not in fields[name]:
            raise ValueError(
                f"„{person.known_answer}“ steht auf keiner Seite von „{name}“ | Nehmen Sie eine Antwort, die nur diese Person kennt."
            )
