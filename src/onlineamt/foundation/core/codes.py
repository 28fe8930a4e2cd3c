"""Codes that people read, type and say on the telephone: no look-alikes, one check character."""

import secrets

# Without 0 O 1 I L U B: nobody has to guess. Twenty-nine is prime, so the check character finds every single error.
ALPHABET = "23456789ACDEFGHJKMNPQRSTVWXYZ"


def new_code(length: int) -> str:
    """Return a random code of `length` characters, the last of them a check character.

    Each character before it carries log2(29) = 4.9 bits.
    """
    body = "".join(secrets.choice(ALPHABET) for _ in range(length - 1))
    return body + check_character(body)


def check_character(body: str) -> str:
    """Return the check character (ISO 7064 style, weights from the right): finds one wrong or two swapped characters."""
    total = sum(
        weight * ALPHABET.index(character) for weight, character in enumerate(reversed(body), start=2)
    )
    return ALPHABET[-total % len(ALPHABET)]


def normalise_code(typed: str) -> str:
    """Return what was typed in capitals without spaces and dashes."""
    return "".join(character for character in typed.upper() if character.isalnum())[:40]


def is_well_formed(code: str, *, length: int) -> bool:
    """Tell whether a normalised code has the right length, alphabet and check character."""
    return (
        len(code) == length
        and all(character in ALPHABET for character in code)
        and check_character(code[:-1]) == code[-1]
    )


def show_code(code: str, *, group: int = 4) -> str:
    """Return the code in groups, as people read it aloud: `ABCD-EFGH`."""
    return "-".join(code[start : start + group] for start in range(0, len(code), group))


def new_digits(length: int) -> str:
    """Return a random one-time code of digits, which every telephone keyboard can type."""
    return "".join(secrets.choice("0123456789") for _ in range(length))
