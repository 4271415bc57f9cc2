"""The passwords every guesser tries first are refused; what people can remember and others cannot guess is not."""

from __future__ import annotations

import pytest

from core.identity.errors import PasswordTooWeak
from core.identity.password_rules import check_strength, normalize


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("a\u0301a\u0301a\u0301bcd", "short"),
        ("aaaaaaaaaaaa", "repeated"),
        ("12121212", "repeated"),
        ("palmpalm", "repeated"),
        ("majlis7majlis7", "repeated"),
        ("12345678", "sequence"),
        ("9876543210", "sequence"),
        ("١٢٣٤٥٦٧٨", "sequence"),
        ("abcdefgh", "sequence"),
        ("abcd1234", "sequence"),
        ("qwertyuiop", "sequence"),
        ("QWERasdf", "sequence"),
        ("ضصثقفغعه", "sequence"),
        ("the-Layla-house", "username"),
        ("password", "common"),
        ("Password1!", "common"),
        ("P@ssw0rd2026", "common"),
        ("$ecret!!1997", "common"),
        ("!!Sunshine99", "common"),
        ("كلمة المرور", "common"),
    ],
)
def test_a_guessable_password_is_refused_with_its_reason(password, why):
    with pytest.raises(PasswordTooWeak) as refused:
        check_strength(password, username="layla")
    assert refused.value.facts == {"why": why}
    assert password not in str(refused.value)


@pytest.mark.parametrize(
    "password",
    [
        "palm shade at noon",
        "correct horse battery staple",
        "نخلة في الصحراء",
        "tR7vq9Lm",
        "my dog ate 1234 dates",
    ],
)
def test_a_password_worth_having_is_accepted(password):
    """No rule asks for signs and capitals: length does more, and people can remember it."""
    check_strength(password, username="layla")


def test_two_keyboards_that_spell_a_password_differently_agree():
    assert normalize("e\u0301\uff11") == normalize("\u00e91")
