"""Guessing is slowed for each name and for all together, within bounded memory."""

from __future__ import annotations

import pytest

from core.identity.errors import LoginRateLimited
from core.identity.login_limits import LOG_IN_OVERALL, LOG_IN_PER_NAME, NAMES_MAX, AttemptLimit, Rate, TokenBuckets


def test_after_its_burst_a_name_waits_for_the_refill():
    limit = AttemptLimit(per_name=Rate(burst=2, refill_s=60), overall=Rate(burst=100, refill_s=1))
    limit.count("layla", 0)
    limit.count("layla", 0)
    with pytest.raises(LoginRateLimited) as refused:
        limit.count("layla", 15)
    assert refused.value.facts == {"retry_after_s": 45}
    limit.count("layla", 60)


def test_one_name_does_not_slow_another():
    limit = AttemptLimit(per_name=Rate(burst=1, refill_s=60), overall=Rate(burst=100, refill_s=1))
    limit.count("layla", 0)
    limit.count("karim", 0)


def test_all_names_together_are_limited_too():
    """A guesser with one password and a list of names."""
    limit = AttemptLimit(per_name=Rate(burst=5, refill_s=60), overall=Rate(burst=2, refill_s=1))
    limit.count("a", 0)
    limit.count("b", 0)
    with pytest.raises(LoginRateLimited):
        limit.count("c", 0)


def test_an_attempt_refused_for_all_does_not_count_for_the_name():
    limit = AttemptLimit(per_name=Rate(burst=1, refill_s=1000), overall=Rate(burst=1, refill_s=1))
    limit.count("a", 0)
    with pytest.raises(LoginRateLimited):
        limit.count("b", 0)
    limit.count("b", 1)


def test_a_success_is_not_held_against_its_name():
    limit = AttemptLimit(per_name=Rate(burst=1, refill_s=60), overall=Rate(burst=100, refill_s=1))
    for _ in range(20):
        limit.count("layla", 0)
        limit.forgive("layla", 0)


def test_a_bucket_never_holds_more_than_its_burst():
    buckets = TokenBuckets(Rate(burst=2, refill_s=1))
    buckets.give_back("a", 0)
    assert [buckets.take("a", 1_000) > 0 for _ in range(3)] == [False, False, True]


def test_memory_is_bounded_and_the_bucket_longest_untouched_goes():
    buckets = TokenBuckets(Rate(burst=1, refill_s=1_000), keys_max=2)
    for name in ("a", "b", "c"):
        buckets.take(name, 0)
    assert buckets.take("c", 0) > 0
    assert buckets.take("a", 0) == 0


def test_nobody_gains_a_guess_by_pushing_a_name_out_of_memory():
    """Touching enough other names takes longer, at the overall rate, than the bucket needs to fill again."""
    seconds_to_push_out = (NAMES_MAX - LOG_IN_OVERALL.burst) * LOG_IN_OVERALL.refill_s
    assert seconds_to_push_out >= LOG_IN_PER_NAME.burst * LOG_IN_PER_NAME.refill_s
