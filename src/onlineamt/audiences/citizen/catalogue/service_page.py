"""What the page of a service shows, from the frozen version and what the municipality has set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop, ngettext
from markupsafe import Markup

from onlineamt.audiences.citizen.catalogue.prose import first_sentence, numbered, prose
from onlineamt.audiences.citizen.catalogue.shown import Tile, situation_tile
from onlineamt.foundation.core.formats import show_cents
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.procedure.catalogue.facts import Price, Privacy, ServiceFacts, WebLink
from onlineamt.procedure.catalogue.models import LifeSituation, Offering
from onlineamt.procedure.catalogue.needed import Need, NeededDocument, UploadLimits
from onlineamt.procedure.catalogue.queries import facts_of

# German source texts; pages translate them (`gettext_noop` lets them be collected).
CHANNELS = {
    "counter": gettext_noop("am Schalter"),
    "post": gettext_noop("mit der Post"),
    "phone": gettext_noop("am Telefon"),
    "email": gettext_noop("per E-Mail"),
}
NEEDS = {"voraussetzungen": gettext_noop("Voraussetzungen")}
BLOCKS = {"frist": gettext_noop("Bis wann"), "hinweise": gettext_noop("Gut zu wissen")}
MORE = {
    "volltext": gettext_noop("Ausführlich"),
    "bearbeitungsdauer": gettext_noop("So lange dauert es"),
    "rechtsbehelf": gettext_noop("Wenn Sie nicht einverstanden sind"),
    "formulare": gettext_noop("Formulare und Unterschrift"),
}
_NEED = {
    Need.ALWAYS: "",
    Need.SOMETIMES: gettext_noop("nicht immer nötig"),
    Need.VOLUNTARY: gettext_noop("freiwillig"),
}
_TYPES = {"pdf": "PDF", "jpeg": "JPG", "png": "PNG", "heic": "HEIC"}
_SHORT = 60  # characters that a narrow column takes


@dataclass(frozen=True, kw_only=True)
class PriceLine:
    """What the municipality charges."""

    label: str
    amount: str
    lang: str
    is_example: bool


@dataclass(frozen=True, kw_only=True)
class Block:
    """A part of the page under its own heading."""

    title: str
    html: Markup


@dataclass(frozen=True, kw_only=True)
class Glance:
    """One line of „Auf einen Blick“."""

    label: str
    value: str
    lang: str


@dataclass(frozen=True, kw_only=True)
class DocumentLine:
    """A document to have at hand. `note`: for whom, in a word or two."""

    title: str
    note: str
    lines: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Papers:
    """What one needs: in words, what is uploaded with the form, and what the office may ask for."""

    html: Markup
    uploads: Sequence[DocumentLine]
    limits: str
    asked_later: Sequence[DocumentLine]


@dataclass(frozen=True, kw_only=True)
class ServicePage:
    """The page of a service. `lang` is set where its words are not in the language of the page."""

    key: str
    title: str
    teaser: Markup
    teaser_text: str
    lang: str
    is_online: bool
    needs_no_account: bool
    start_label: str
    duration: str
    costs: Markup
    papers: Papers
    needs: Sequence[Block]
    steps: Sequence[Markup]
    blocks: Sequence[Block]
    more: Sequence[Block]
    prices: Sequence[PriceLine]
    glance: Sequence[Glance]
    legal_basis: Sequence[str]
    channels: Sequence[str]
    links: Sequence[WebLink]
    hosted_at: WebLink | None
    is_sample: bool
    office: OrgUnit
    situation: Tile | None
    privacy: Privacy | None


def service_page(offering: Offering, situations: Sequence[LifeSituation], language: Language) -> ServicePage:
    """Return what the page of an offering shows."""
    facts = facts_of(offering, language)
    lang = "" if facts.language is language else facts.language.html_lang
    keep_lines = facts.language is Language.PLAIN_GERMAN
    by_key = {row.key: row for row in situations}
    situation = next((by_key[key] for key in facts.life_situations if key in by_key), None)
    return ServicePage(
        key=facts.key,
        title=facts.title,
        teaser=prose(facts.teaser, keep_lines=keep_lines),
        teaser_text=" ".join(facts.teaser.split()),
        lang=lang,
        is_online=offering.is_online,
        needs_no_account=facts.trust_level == "none",
        start_label=_start_label(facts),
        duration=said_duration(facts.minutes) if offering.is_online else "",
        papers=_papers(facts, keep_lines, is_online=offering.is_online),
        costs=prose(facts.modules.get("kosten", ""), keep_lines=keep_lines),
        steps=numbered(facts.modules.get("verfahrensablauf", "")),
        needs=_chosen(facts, NEEDS, keep_lines),
        blocks=_chosen(facts, BLOCKS, keep_lines),
        more=_chosen(facts, MORE, keep_lines),
        prices=[_price_line(price, language) for price in facts.prices],
        glance=_glance(facts, language, lang),
        legal_basis=facts.legal_basis,
        channels=[gettext(CHANNELS[channel]) for channel in facts.channels if channel != "online"],
        links=facts.links,
        hosted_at=facts.hosted_at,
        is_sample=facts.is_sample,
        office=offering.office,
        situation=situation_tile(situation, language) if situation else None,
        privacy=facts.privacy,
    )


def said_duration(minutes: int) -> str:
    """Return how long filling in takes; empty where there is nothing to fill in."""
    if not minutes:
        return ""
    said = ngettext("Dauert etwa eine Minute", "Dauert etwa %(minutes)s Minuten", minutes)
    return said % {"minutes": minutes}


def _papers(facts: ServiceFacts, keep_lines: bool, *, is_online: bool) -> Papers:
    """Return what one needs; only who applies online uploads anything."""
    documents = facts.documents if is_online else ()
    return Papers(
        html=prose(facts.modules.get("erforderliche_unterlagen", ""), keep_lines=keep_lines),
        uploads=[_document(one) for one in documents if one.is_uploaded],
        limits=_said_limits(facts.limits) if facts.limits else "",
        asked_later=[_document(one) for one in documents if not one.is_uploaded],
    )


def _document(one: NeededDocument) -> DocumentLine:
    lines = [said if said.endswith((".", "!", "?")) else f"{said}." for said in (one.when, one.hint) if said]
    if one.may_come_later:
        lines.append(gettext("Sie können es auch nachreichen."))
    return DocumentLine(
        title=one.title, note=gettext(_NEED[one.need]) if _NEED[one.need] else "", lines=lines
    )


def _said_limits(limits: UploadLimits) -> str:
    """Return what may be handed in, once for all documents."""
    said = []
    if not {"jpeg", "heic"}.isdisjoint(limits.types):
        said.append(gettext("Ein Foto mit dem Telefon genügt."))
    if limits.types:
        said.append(
            gettext("Möglich sind: %(types)s.") % {"types": ", ".join(_TYPES[one] for one in limits.types)}
        )
    said.append(gettext("Jede Datei höchstens %(megabytes)s MB.") % {"megabytes": limits.megabytes})
    return " ".join(said)


def _start_label(facts: ServiceFacts) -> str:
    """Return what the button says: „Jetzt anmelden“ for „Hund anmelden“."""
    verb = facts.title.split()[-1]
    is_verb = facts.language is Language.GERMAN and verb.islower() and verb.endswith("en")
    return f"Jetzt {verb}" if is_verb else gettext("Jetzt online starten")


def _chosen(facts: ServiceFacts, titles: Mapping[str, str], keep_lines: bool) -> list[Block]:
    return [
        Block(title=gettext(title), html=prose(facts.modules[name], keep_lines=keep_lines))
        for name, title in titles.items()
        if facts.modules.get(name)
    ]


def _price_line(price: Price, language: Language) -> PriceLine:
    return PriceLine(
        label=price.label,
        amount=show_cents(price.cents, language),
        lang="" if price.language is language else price.language.html_lang,
        is_example=price.is_example,
    )


def _glance(facts: ServiceFacts, language: Language, lang: str) -> list[Glance]:
    """Return the facts of the narrow column: one short line each, the whole text stands beside it."""
    lines = []
    if facts.prices:
        first = _price_line(facts.prices[0], language)
        lines.append(Glance(label=first.label, value=first.amount, lang=first.lang))
    modules = {
        "kosten": gettext("Kosten"),
        "frist": gettext("Bis wann"),
        "bearbeitungsdauer": gettext("Dauer"),
    }
    for module, label in modules.items():
        said = first_sentence(facts.modules.get(module, ""))
        if 0 < len(said) <= _SHORT and not (module == "kosten" and facts.prices):
            lines.append(Glance(label=label, value=said, lang=lang))
    return lines
