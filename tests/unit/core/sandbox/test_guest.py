"""A guest's answer is hostile input: what is believed of it is exactly what is checked here."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.kit.errors import InvalidArgument
from core.sandbox.errors import AppAnswerInvalid, AppCrashed, AppRefused, AppScreenNotFound
from core.sandbox.guest import KEPT_CHARS_MAX, LINK_PARAMETERS_MAX, Answer, Place, event_json, kept, read_answer
from miniapp import limits

HERE = Place("/", {})


def answer(**members: Any) -> str:
    whole = {
        "state": {},
        "path": "/",
        "query": {},
        "tree": {"type": "Screen", "props": {"title": "أهلا"}},
        "effects": [],
    }
    return json.dumps(whole | members)


def read(text: str) -> Answer:
    return read_answer(text, place=HERE, draws=True)


def test_a_whole_answer_is_read() -> None:
    got = read(
        answer(state={"n": 1}, path="/poll", query={"id": "7"}, effects=[{"toast": {"text": "تم", "tone": "good"}}])
    )
    assert (got.state_json, got.place) == ('{"n":1}', Place("/poll", {"id": "7"}))
    assert got.effects == [{"toast": {"text": "تم", "tone": "good"}}]
    assert got.screen is not None
    assert got.screen.nodes["s"][1]["title"] == "أهلا"


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ("", ""),
        ("[]", ""),
        ("[" * 100_000, ""),
        ('{"state": NaN}', ""),
        (answer(path="poll"), "/path"),
        (answer(path="/" + "x" * limits.PATH_CHARS_MAX), "/path"),
        (answer(query=[1]), "/query"),
        (answer(query={"q": "x" * limits.QUERY_BYTES_MAX}), "/query"),
        (answer(state="x" * limits.STATE_BYTES_MAX), "/state"),
        ('{"state":"\\ud800","tree":{"type":"Screen","props":{"title":"x"}}}', "/state"),
        (answer(tree=None), "/tree"),
        (answer(tree={"type": "Screen", "props": {"title": 7}}), "/tree/props/title"),
        (answer(effects=[{"open": "/"}]), "/effects/0"),
        (answer(effects=[{"toast": {"text": "x"}}] * (limits.EVENT_EFFECTS_MAX + 1)), "/effects"),
    ],
)
def test_an_answer_that_is_no_screen_is_refused_by_pointer(text: str, pointer: str) -> None:
    with pytest.raises(AppAnswerInvalid) as refused:
        read(text)
    assert refused.value.facts["pointer"] == pointer


def test_a_refusal_keeps_the_apps_own_words_as_a_checked_text() -> None:
    with pytest.raises(AppRefused) as refused:
        read(json.dumps({"error": {"reason": "APP_REFUSED", "message": "m", "text": {"$t": "poll-closed"}}}))
    assert json.loads(str(refused.value.facts["text_json"])) == {"$t": "poll-closed"}


def test_a_refusal_with_a_forged_text_falls_back_to_its_message() -> None:
    with pytest.raises(AppRefused) as refused:
        read(json.dumps({"error": {"reason": "APP_REFUSED", "message": "closed", "text": {"$html": "<b>"}}}))
    assert json.loads(str(refused.value.facts["text_json"])) == "closed"


@pytest.mark.parametrize("reason", ["CONSENT_REQUIRED", "SESSION_REVOKED", "PERMISSION_DENIED", "APP_CRASHED", 7, None])
def test_an_app_cannot_speak_with_the_hosts_reasons(reason: object) -> None:
    """A guest that claims CONSENT_REQUIRED would have the host draw a sheet for a scope of its choosing."""
    with pytest.raises(AppCrashed):
        read(json.dumps({"error": {"reason": reason, "message": "x", "metadata": {"scope": "wallet.order"}}}))


def test_a_missing_screen_is_its_own_reason() -> None:
    with pytest.raises(AppScreenNotFound):
        read(json.dumps({"error": {"reason": "SCREEN_NOT_FOUND", "message": "x"}}))


def test_a_link_becomes_a_place() -> None:
    assert Place.from_link("/poll?id=12&x=%D8%A3") == Place("/poll", {"id": "12", "x": "أ"})
    assert Place.from_link("") == Place("/", {})


def test_the_event_names_the_subject_and_never_more() -> None:
    text = event_json("open", place=HERE, state_json="", subject="sub_1", lang="ar", now_ms=5)
    assert json.loads(text) == {
        "v": 1, "kind": "open", "lang": "ar", "now_ms": 5, "user": "sub_1", "path": "/", "query": {}, "state": None,
    }  # fmt: skip


def test_a_refusal_cannot_turn_an_amount_around_nor_break_the_line() -> None:
    """The app's words stand in the host's own dialog; half a character would have ended the user's socket."""
    with pytest.raises(AppRefused) as turned:
        read('{"error":{"reason":"APP_REFUSED","text":"pay \\u202e001\\u202c"}}')
    assert turned.value.facts["text_json"] == '"pay 001"'
    with pytest.raises(AppRefused) as broken:
        read('{"error":{"reason":"APP_REFUSED","text":"\\ud800","message":"no \\ud800\\u001b[2J"}}')
    assert broken.value.facts["text_json"] == json.dumps("no \\ud800\\x1b[2J")


def test_a_link_with_too_many_parameters_is_the_callers_mistake() -> None:
    """Python's own limit raises ValueError, which used to look like a fault of ours."""
    most = "/?" + "&".join(f"a{n}=1" for n in range(LINK_PARAMETERS_MAX))
    assert len(Place.from_link(most).query) == LINK_PARAMETERS_MAX
    with pytest.raises(InvalidArgument):
        Place.from_link(most + "&one-more=1")


def test_a_file_is_for_who_tapped_and_a_large_one_is_not_kept_with_its_event() -> None:
    """A tap that comes again after a tunnel has its appointment; a long list is not stored a month for each tap."""
    save = {"name": "visit.ics", "kind": "calendar", "text": "x" * KEPT_CHARS_MAX}
    text = answer(effects=[{"save": save}])
    assert kept(read(text).effects) == [{"save": save}]
    with pytest.raises(AppAnswerInvalid):
        read_answer(text, place=HERE, draws=True, tapped=False)
    large = read(answer(effects=[{"toast": {"text": "تم"}}, {"save": save | {"text": "x" * (KEPT_CHARS_MAX + 1)}}]))
    assert [effect.get("save") for effect in kept(large.effects)] == [None, save | {"text": None}]
