"""What the frame of every page says of its municipality: name, mark, languages, contact."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote

from markupsafe import Markup

from onlineamt.audiences.design.marks import inline_mark, standalone_mark
from onlineamt.audiences.design.pattern import mosaic
from onlineamt.audiences.design.theme import Theme, check_theme, light_palette, theme_css
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.tenancy.directory import TenantCard

# Each language is named in itself, so that whoever needs it can find it.
LANGUAGE_NAMES = {
    Language.GERMAN: "Deutsch",
    Language.PLAIN_GERMAN: "Leichte Sprache",
    Language.ENGLISH: "English",
}


@dataclass(frozen=True, kw_only=True)
class LanguageLink:
    """The same page in another language."""

    label: str
    url: str
    lang: str
    is_plain: bool


@dataclass(frozen=True, kw_only=True)
class SiteView:
    """The frame of a page; every template gets it as `site`."""

    name: str
    official_name: str
    logo_text: str
    lang: str
    mark: Markup
    ornament: Markup
    theme_url: str
    icon_url: str
    home_url: str
    languages: tuple[LanguageLink, ...]
    street: str
    place: str
    telephone: str
    hours: str
    notice: str
    is_official: bool


@dataclass(frozen=True)
class _Look:
    """What follows from a theme and a name alone and is made once."""

    mark: Markup
    ornament: Markup
    version: str


def site_view(card: TenantCard, *, language: Language, path: str, notice: str = "") -> SiteView:
    """Return the frame for a page of a municipality. `path` is its address without host and language prefix."""
    theme = tenant_theme(card)
    look = _look(theme, card.name)
    contact = card.contact
    return SiteView(
        name=card.name,
        official_name=card.official_name,
        logo_text=theme.logo_text,
        lang=language.html_lang,
        mark=look.mark,
        ornament=look.ornament,
        theme_url=f"/theme.css?v={look.version}",
        icon_url=f"/icon.svg?v={look.version}",
        home_url=f"/{language.path_prefix}",
        languages=language_links(language, path),
        street=contact.get("street", ""),
        place=f"{contact.get('postcode', '')} {contact.get('place', '')}".strip(),
        telephone=contact.get("telephone", ""),
        hours=contact.get("hours", ""),
        notice=notice,
        is_official=bool(card.theme.get("is_official", False)),
    )


def language_links(current: Language, path: str) -> tuple[LanguageLink, ...]:
    """Return links to the same page in every other language.

    `path` is what was asked for, and may be anything on a page that says so: as it is, `/\\evil.example` leads away.
    """
    step = quote(path.lstrip("/"))
    return tuple(
        LanguageLink(
            label=name,
            url=f"/{other.path_prefix}{step}",
            lang=other.html_lang,
            is_plain=other is Language.PLAIN_GERMAN,
        )
        for other, name in LANGUAGE_NAMES.items()
        if other is not current
    )


def tenant_theme(card: TenantCard) -> Theme:
    """Return the look of a municipality; one that cannot be read gives way to the platform's own."""
    return _readable(Theme.from_mapping(card.theme))


def theme_sheet(card: TenantCard) -> str:
    """Return what `/theme.css` answers."""
    return theme_css(tenant_theme(card))


def theme_icon(card: TenantCard) -> str:
    """Return what `/icon.svg` answers."""
    theme = tenant_theme(card)
    palette = light_palette(theme)
    return standalone_mark(theme.mark, ground=palette.accent, figure=palette.on_accent)


@lru_cache(maxsize=512)
def _readable(theme: Theme) -> Theme:
    return Theme(logo_text=theme.logo_text) if check_theme(theme) else theme


@lru_cache(maxsize=512)
def _look(theme: Theme, name: str) -> _Look:
    version = sha256(theme_css(theme).encode()).hexdigest()[:10]
    return _Look(mark=inline_mark(theme.mark), ornament=mosaic(name, theme.mark), version=version)
