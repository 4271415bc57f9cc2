"""Documents' rules at their edges, with the limits that are published."""

from __future__ import annotations

import pytest

from core.appdata.documents import Owner, Quotas, check_document_size, plan_usage, prefix_end, room_bytes
from core.appdata.errors import DataQuotaExceeded, DocumentTooLarge

MIB = 1024 * 1024
USER, APP = Owner("app_polls", "usr_layla"), Owner("app_polls")


@pytest.mark.parametrize(("owner", "most"), [(USER, 10 * MIB), (APP, 1024 * MIB)])
def test_the_quota_holds_at_n_and_refuses_n_plus_one(owner, most):
    """10 MiB a user, 1 GiB an app: what the docs say."""
    assert plan_usage(owner, "k", used_bytes=most - 1, growth_bytes=1, quotas=Quotas()) == most
    with pytest.raises(DataQuotaExceeded):
        plan_usage(owner, "k", used_bytes=most, growth_bytes=1, quotas=Quotas())


def test_who_is_over_the_quota_may_still_shrink():
    """An operator lowered the quota: users must be able to make room."""
    lowered = Quotas(user_bytes_max=10)
    assert plan_usage(USER, "k", used_bytes=100, growth_bytes=-1, quotas=lowered) == 99
    assert plan_usage(USER, "k", used_bytes=100, growth_bytes=0, quotas=lowered) == 100


def test_a_document_may_be_64_kib_and_no_byte_more():
    check_document_size("k", "1" * 64 * 1024)
    with pytest.raises(DocumentTooLarge):
        check_document_size("k", "1" * (64 * 1024 + 1))


def test_keys_and_values_count_as_the_bytes_they_take():
    assert room_bytes("ك", '"ب"') == 2 + 4


@pytest.mark.parametrize(
    ("prefix", "end"),
    [("", None), ("a", "b"), ("a/", "a0"), ("ab", "ac"), ("\ud7ff", "\ue000"), ("a\U0010ffff", "b"),
     ("\U0010ffff", None), ("\U0010ffff\U0010ffff", None)],
)  # fmt: skip
def test_a_prefix_ends_before_the_next_text_that_does_not_start_with_it(prefix, end):
    assert prefix_end(prefix) == end
