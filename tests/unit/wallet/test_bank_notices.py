"""A notice is the bank's for its bytes alone; what cannot be read is refused, never half understood."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kit.money import Money
from core.testbank.courier import Courier
from core.testbank.own_clock import OwnClock
from wallet.bank.http_bank import HttpBank
from wallet.bank.notices import STALE_S, what_differs
from wallet.bank.provider import Kind, State
from wallet.bank.wire import read_entry, read_notice

KEY, NOW_S = b"a key of the bank", 1_800_000_000
BODY = '{"notice_id": "n1", "why": "قُبل"}'.encode()
ENTRY = {
    "reference": "bank_1", "bank_reference": "tb-1", "version": 1, "kind": "top_up", "amount_minor": 100,
    "currency_code": "SAR", "state": "done", "why": "", "something": "new",
}  # fmt: skip


def signed(body: bytes, *, key: bytes = KEY, at_s: int = NOW_S) -> str:
    return f"t={at_s},v1={hmac.new(key, b'%d.' % at_s + body, hashlib.sha256).hexdigest()}"


def test_a_notice_as_it_was_signed_is_believed() -> None:
    assert what_differs(KEY, signed(BODY), BODY, now_s=NOW_S) == ""
    for late_s in (-STALE_S, STALE_S):
        assert what_differs(KEY, signed(BODY, at_s=NOW_S + late_s), BODY, now_s=NOW_S) == ""


@pytest.mark.parametrize("late_s", [-STALE_S - 1, STALE_S + 1, 86_400])
def test_one_that_somebody_kept_is_not(late_s: int) -> None:
    assert what_differs(KEY, signed(BODY, at_s=NOW_S - late_s), BODY, now_s=NOW_S) == "time"


def test_the_log_learns_that_a_body_was_written_anew_on_the_way() -> None:
    """The commonest trouble of all with webhooks: the same JSON, other bytes."""
    for other in (json.dumps(json.loads(BODY), separators=(",", ":")).encode(), json.dumps(json.loads(BODY)).encode()):
        assert other != BODY
        assert what_differs(KEY, signed(BODY), other, now_s=NOW_S) == "body"
    assert what_differs(KEY, signed(BODY), BODY + b"\n", now_s=NOW_S) == "body"


def test_another_key_is_told_apart() -> None:
    assert what_differs(KEY, signed(BODY, key=b"guessed"), BODY, now_s=NOW_S) == "key"
    assert what_differs(KEY, signed(BODY), b'{"notice_id": "n2"}', now_s=NOW_S) == "key"


@pytest.mark.parametrize(
    "signature", ["", "v1=ab", "t=1", "t=١,v1=" + "a" * 64, "t=1,v1=" + "A" * 64, "t=1,v1=" + "a" * 64 + ",v1=b"]
)
def test_a_signature_of_another_form_is_none(signature: str) -> None:
    assert what_differs(KEY, signature, BODY, now_s=NOW_S) == "form"


@given(st.binary(max_size=200), st.text(max_size=100))
def test_no_stranger_is_believed_and_none_breaks_anything(body: bytes, signature: str) -> None:
    assert what_differs(KEY, signature, body, now_s=NOW_S) == "form"
    assert what_differs(KEY, f"t={NOW_S},v1=" + "0" * 64, body, now_s=NOW_S) in ("key", "body")


def test_the_test_bank_signs_as_the_wallet_reads() -> None:
    """Two implementations of one sentence in the guide."""
    clock = OwnClock()
    courier = Courier(db=None, books=None, clock=clock, key=KEY, notify="")  # type: ignore[arg-type]
    now_s = int(clock.now().timestamp())
    told = [what_differs(KEY, courier.signature(BODY, seal), BODY, now_s=now_s) for seal in ("true", "forged", "stale")]
    assert told == ["", "key", "time"]


def test_an_entry_is_read_whole() -> None:
    entry = read_entry(ENTRY)
    assert (entry.kind, entry.state, entry.amount) == (Kind.TOP_UP, State.DONE, Money(100, "SAR"))
    notice_id, same = read_notice(json.dumps({"notice_id": "n1", "transfer": ENTRY}).encode())
    assert (notice_id, same) == ("n1", entry)


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_minor": 0}, {"amount_minor": True}, {"amount_minor": 1.5}, {"amount_minor": "1"},
        {"amount_minor": 2**63}, {"currency_code": "XXX"}, {"currency_code": None}, {"version": -1}, {"version": 0},
        {"version": 1.0}, {"version": 2**31}, {"state": "pending"}, {"state": "gone"}, {"kind": None},
        {"reference": ""}, {"reference": "x" * 65}, {"reference": "مرجع"}, {"reference": "a\0"}, {"bank_reference": 7},
        {"why": None},
    ],
)  # fmt: skip
def test_what_is_no_entry_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        read_entry(ENTRY | wrong)


@given(
    st.one_of(
        st.binary(max_size=100),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["notice_id", "transfer", *ENTRY]), inner, max_size=9)
            ),
            max_leaves=12,
        ).map(lambda value: json.dumps(value).encode()),
    )
)
def test_any_body_is_a_notice_or_refused(body: bytes) -> None:
    with pytest.raises(ValueError):
        read_notice(body)


def test_a_bank_of_another_machine_is_named_by_an_address() -> None:
    for url in ("ftp://bank", "bank.example", "https://", "https://bank/?x=1"):
        with pytest.raises(ValueError):
            HttpBank(url, api_key="x")
