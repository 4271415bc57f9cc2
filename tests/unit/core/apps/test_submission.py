"""What the desk reads out of a package, value by value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.apps.errors import PackageInvalid
from core.apps.findings import storable
from core.apps.paging import after, page_token
from core.apps.submission import (
    APP_ID_CHARS_MAX,
    REVIEWED_BYTES_MAX,
    STORE_SIGNATURE_BYTES,
    SUBMITTED_BYTES_MAX,
    clean_name,
    list_key,
    read_submission,
    text_of,
)
from core.kit.errors import PageTokenInvalid
from majlis_devkit import signing
from tests.support import packages
from tests.support.apps_desk import CONTRACT, STORE_KEY, signed


def refused_code(content: bytes) -> object:
    with pytest.raises(PackageInvalid) as refused:
        read_submission(content, CONTRACT)
    return refused.value.facts["code"]


def test_counter_signing_adds_exactly_the_room_kept_for_it() -> None:
    content = signed()
    assert len(signing.counter_sign(content, STORE_KEY)) - len(content) == STORE_SIGNATURE_BYTES


def test_an_app_id_has_a_longest_length() -> None:
    fits = "a" * APP_ID_CHARS_MAX
    assert read_submission(signed(app_id=fits), CONTRACT).app_id == fits
    assert refused_code(signed(app_id=fits + "a")) == "E202"


def test_a_package_unpacks_to_no_more_than_a_reviewer_is_shown() -> None:
    """Text packs well; what does not fit on the reviewer's screen must not reach users."""
    lines = b"".join(b"x = %d\n" % n for n in range(REVIEWED_BYTES_MAX // 10))
    content = packages.raw_zip([(b"a.py", lines), (b"b.py", lines)], method=8)
    assert len(content) < SUBMITTED_BYTES_MAX
    assert refused_code(content) == "E101"


@pytest.mark.parametrize("path", ["app.py", "shop/cart.py", "texts/ar.ftl"])
@pytest.mark.parametrize("content", [b"a = 1\x00", b"\xff\xfea"])
def test_whatever_runs_can_be_shown_to_the_reviewer(path: str, content: bytes) -> None:
    assert refused_code(signed({path: content})) == "E402"


def test_an_icon_that_cannot_be_drawn_is_left_out() -> None:
    """The checks refuse it by name; until then no page shows it."""
    script = '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
    assert read_submission(signed({"icons/icon.svg": script}), CONTRACT).icon_svg == ""


def test_names_that_read_alike_stand_together() -> None:
    assert list_key("أَسعار") == list_key("اسعار") == list_key("اســعار") == list_key("ٱسعار")
    assert list_key("Polls") == list_key("polls")
    assert list_key("بيت") > list_key("أسعار")


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a\x00b"])
def test_what_is_no_text_has_none(content: bytes) -> None:
    assert text_of(content) == ""


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_an_app_calls_itself_can_be_stored_and_turns_nothing_around(text: str) -> None:
    name = clean_name(text)
    name.encode()
    assert not set(name) & set("\x00\n\r\t\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert name == name.strip() == clean_name(name)


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_a_finding_quotes_can_be_stored(text: str) -> None:
    assert "\x00" not in storable(text)
    storable(text).encode()


def test_a_page_token_opens_the_list_that_gave_it_only() -> None:
    version_id = "ver_" + "0123456789abcdefghjkmnpqrs"
    token = page_token("apps", version_id)
    assert after("apps", token) == version_id
    assert after("apps", "") == ""
    for bad in ("queue", "versions"):
        with pytest.raises(PageTokenInvalid):
            after(bad, token)


@given(st.text(max_size=60))
def test_no_other_text_is_a_page_token(text: str) -> None:
    try:
        found = after("apps", text)
    except PageTokenInvalid:
        return
    assert text in ("", page_token("apps", found))
