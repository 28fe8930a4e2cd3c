"""From a template and plain values to a PDF: archivable (PDF/A-3a), accessible (PDF/UA-1), the same bytes each time."""

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from onlineamt.facilities.letters.fonts import letter_fonts
from onlineamt.facilities.letters.printable import has_replacements, printable
from onlineamt.facilities.letters.values import Attachment

TEMPLATES = Path(__file__).resolve().parent / "templates"
STANDARDS = ["a-3a", "ua-1"]
_one_at_a_time = threading.Lock()  # the compiler keeps what it has read and must not be shared while it works


def render_pdf(
    template: str, content: Mapping[str, Any], *, at: datetime, attachments: Sequence[Attachment] = ()
) -> bytes:
    """Return the letter that a template makes of the content, dated at an instant.

    Every string of the content is shown as text: nothing a person typed is ever read as markup. Characters that no
    font has are replaced, and the template learns of it as `has_replacements`.
    """
    shown = printable(content, letter_fonts().characters)
    values = {
        **shown,
        "has_replacements": has_replacements(shown, content),
        "attachments": [_as_values(attachment) for attachment in attachments],
    }
    with _one_at_a_time:
        pdf: bytes = _compiler(template).compile(
            format="pdf",
            sys_inputs={"content": json.dumps(values, ensure_ascii=False)},
            pdf_standards=STANDARDS,
            timestamp=int(at.timestamp()),
        )
    return pdf


def _as_values(attachment: Attachment) -> dict[str, str]:
    return {**asdict(attachment), "text": attachment.content.decode(), "content": ""}


@cache
def _compiler(template: str) -> Any:
    import typst

    return typst.Compiler(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=[letter_fonts().folder],
        ignore_system_fonts=True,
    )
