"""From a template and a few values to words: as text and as HTML, both from the same blocks."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Literal, cast

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from onlineamt.facilities.mail.values import MailTemplate, Sender, WrittenMail
from onlineamt.foundation.core.languages import Language

HERE = Path(__file__).resolve().parent
BlockKind = Literal["text", "code", "link"]
_OF_THE_SENDER = frozenset({"name"})


@dataclass(frozen=True)
class Block:
    """A paragraph, a code on a line of its own, or a button that leads somewhere."""

    kind: BlockKind
    words: str
    label: str = ""

    def filled(self, values: Mapping[str, str]) -> "Block":
        """Return the block with its gaps filled."""
        return Block(self.kind, self.words.format_map(values), self.label)


@dataclass(frozen=True)
class MailText:
    """The words of one e-mail in one language."""

    subject: str
    blocks: tuple[Block, ...]

    @property
    def gaps(self) -> frozenset[str]:
        """The values it needs from whoever sends it."""
        texts = [self.subject, *(block.words for block in self.blocks)]
        named = {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
        return frozenset(named) - _OF_THE_SENDER


@dataclass(frozen=True)
class MailLanguage:
    """All e-mails of a language and what stands around each."""

    frame: Mapping[str, str]
    mails: Mapping[MailTemplate, MailText]


def write_mail(
    template: MailTemplate, language: Language, context: Mapping[str, str], sender: Sender
) -> WrittenMail:
    """Return the e-mail in words. Raises KeyError for a value that is missing."""
    spoken = mail_language(language)
    text = spoken.mails[template]
    values = {**context, "name": sender.name}
    subject = text.subject.format_map(values)
    shown = {
        "lang": language.html_lang,
        "subject": subject,
        "name": sender.name,
        "accent": sender.accent,
        "blocks": [block.filled(values) for block in text.blocks],
        **{key: words.format_map(values).strip() for key, words in spoken.frame.items()},
    }
    return WrittenMail(subject=subject, text=_render("mail.txt", shown), html=_render("mail.html", shown))


@cache
def mail_language(language: Language) -> MailLanguage:
    """Return the words of a language."""
    content = yaml.safe_load((HERE / "texts" / f"{language}.yaml").read_text(encoding="utf-8"))
    mails = {MailTemplate(name): _mail_text(text) for name, text in content["mails"].items()}
    return MailLanguage(frame=content["frame"], mails=mails)


def _mail_text(text: Mapping[str, object]) -> MailText:
    blocks = cast(list[dict[str, str]], text["blocks"])
    return MailText(subject=str(text["subject"]), blocks=tuple(_block(block) for block in blocks))


def _block(block: Mapping[str, str]) -> Block:
    (kind,) = set(block) - {"label"}
    return Block(cast(BlockKind, kind), block[kind], block.get("label", ""))


def _render(name: str, shown: Mapping[str, object]) -> str:
    return _templates().get_template(name).render(shown)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
