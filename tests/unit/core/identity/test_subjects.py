"""A subject says nothing of the person and is another in every app."""

from __future__ import annotations

import re

from core.identity.subjects import subject


def test_a_subject_is_the_hmac_of_app_and_person():
    """The form is a promise to apps that stored it: this value must never change."""
    assert subject(b"k" * 32, "app_1", "usr_1") == "sub_bcyfdal6hxj54ngpm4nnqk5k3h7stsl36zxmj6mzzr6up27oxgdq"


def test_a_subject_fits_where_user_ids_do():
    assert re.fullmatch(r"sub_[a-z2-7]{52}", subject(b"k" * 32, "app_1", "usr_1"))


def test_app_person_and_key_each_make_another_subject():
    made = {
        subject(b"k" * 32, "app_1", "usr_1"),
        subject(b"k" * 32, "app_2", "usr_1"),
        subject(b"k" * 32, "app_1", "usr_2"),
        subject(b"l" * 32, "app_1", "usr_1"),
    }
    assert len(made) == 4


def test_the_border_between_app_and_person_counts():
    assert subject(b"k" * 32, "app_1x", "usr_1") != subject(b"k" * 32, "app_1", "xusr_1")
