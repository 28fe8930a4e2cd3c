"""How hard a text is to read: the rule about long words in long sentences.

LIX (Björnsson, Läsbarhet, 1968): words per sentence and percentage of words of more than six letters, added up. Below 30 is
very easy, above 50 hard, above 60 the language of laws. It counts nothing that hangs on a language.
"""

import re
from collections.abc import Iterator

from onlineamt.foundation.core.languages import Language
from onlineamt.packages.check.registry import Problem, rule
from onlineamt.packages.check.subject import Subject
from onlineamt.packages.findings import Level

_HARDEST = 50
_HARDEST_PLAIN = 40
_LONG_WORD = 6  # letters; longer ones count
_TOO_SHORT_TO_JUDGE = 25  # words
_NOT_JUDGED = frozenset({"handlungsgrundlagen"})  # names laws
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+|\n+")
_LINK_TARGET = re.compile(r"\]\([^)]*\)")


@rule("texts.hard-to-read", Level.WARNING)
def texts_are_easy_to_read(subject: Subject) -> Iterator[Problem]:
    """Who does not understand what is asked calls the office, or does not apply."""
    for lang, texts in subject.package.texts.items():
        hardest = _HARDEST_PLAIN if lang == Language.PLAIN_GERMAN.value else _HARDEST
        for name in type(texts.modules).model_fields:
            prose = getattr(texts.modules, name)
            if not isinstance(prose, str) or name in _NOT_JUDGED:
                continue
            level = reading_level(prose)
            if level is not None and level > hardest:
                longest = sorted(set(_WORD.findall(prose)), key=lambda word: (-len(word), word))[:3]
                yield Problem(
                    f"texts/{lang}.yaml",
                    ("modules", name),
                    f"„{name}“ ist schwer zu lesen: LIX {level}, gut sind höchstens {hardest}.",
                    f"Schreiben Sie kürzere Sätze und kürzere Wörter. Die längsten: {', '.join(longest)}.",
                )


def reading_level(prose: str) -> int | None:
    """Return the LIX of a text, None where it is too short to say."""
    said = _LINK_TARGET.sub("]", prose)
    words = _WORD.findall(said)
    if len(words) < _TOO_SHORT_TO_JUDGE:
        return None
    sentences = [part for part in _SENTENCE_END.split(said) if _WORD.search(part)]
    long = sum(len(word) > _LONG_WORD for word in words)
    return round(len(words) / len(sentences) + 100 * long / len(words))
