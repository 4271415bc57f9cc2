"""Whatever is tried with a version, in whatever order, users only ever get what somebody else approved."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.apps.errors import ReviewerIsSubmitter, VersionNotNewer, VersionStateInvalid
from core.apps.versions import (
    MOVES,
    RUNNING,
    SHOWN,
    Standing,
    State,
    after_checks,
    check_move,
    plan_approval,
    plan_rejection,
)
from majlis.apps.v1 import apps_service_pb2 as pb

states = st.sampled_from(State)
people = st.sampled_from(["layla", "omar", "sara"])
standings = st.builds(
    Standing, version_id=st.just("ver_new"), code=st.integers(1, 5), name=st.just("1.0.0"), state=states,
    submitted_by=people,
)  # fmt: skip
released = st.none() | st.builds(
    Standing, version_id=st.just("ver_old"), code=st.integers(1, 5), name=st.just("0.9.0"),
    state=st.just(State.RELEASED), submitted_by=people,
)  # fmt: skip


def reachable(start: State) -> set[State]:
    found, todo = {start}, [start]
    while todo:
        todo += (new := MOVES[todo.pop()] - found)
        found |= new
    return found


def test_the_table_names_every_state_of_the_contract() -> None:
    wanted = {name.removeprefix("VERSION_STATE_") for name in pb.VersionState.keys()} - {"UNSPECIFIED"}  # noqa: SIM118
    assert {state.name for state in State} == wanted == {state.name for state in MOVES}


def test_every_state_is_reached_from_a_draft_and_a_draft_from_none() -> None:
    assert reachable(State.DRAFT) == set(State)
    assert all(State.DRAFT not in moves for moves in MOVES.values())


def test_no_way_leads_to_users_but_through_approval() -> None:
    """With the one door shut, nothing users run or ran can be reached."""
    before = {state for state in State if State.APPROVED in reachable(state)}
    without = {state: moves - {State.APPROVED} for state, moves in MOVES.items()}
    found, todo = {State.DRAFT}, [State.DRAFT]
    while todo:
        todo += (new := without[todo.pop()] - found)
        found |= new
    assert not found & (RUNNING | SHOWN)
    assert before == {State.DRAFT, State.CHECKING, State.IN_REVIEW, State.APPROVED}


def test_nothing_returns_to_before_its_verdict() -> None:
    before = {State.DRAFT, State.CHECKING, State.IN_REVIEW, State.CHANGES_NEEDED}
    assert all(not reachable(state) & before for state in set(State) - before)


def test_a_verdict_or_removal_for_good_is_for_good() -> None:
    assert {state for state, moves in MOVES.items() if not moves} == {
        State.CHANGES_NEEDED, State.REJECTED, State.TAKEN_DOWN,
    }  # fmt: skip
    assert all(State.TAKEN_DOWN in reachable(state) for state in RUNNING | SHOWN)


@given(st.lists(states, max_size=30))
def test_a_walk_that_ignores_refusals_stays_on_the_table(wanted: list[State]) -> None:
    now = State.DRAFT
    for to in wanted:
        try:
            check_move("ver_1", now, to)
        except VersionStateInvalid:
            assert to not in MOVES[now]
        else:
            assert to in MOVES[now]
            now = to


@given(standings, released, people)
def test_an_approval_is_planned_whole_or_refused(version: Standing, before: Standing | None, reviewer: str) -> None:
    try:
        plan = plan_approval(version, before, reviewer=reviewer, reason="fine")
    except VersionStateInvalid:
        assert version.state != State.IN_REVIEW
    except ReviewerIsSubmitter:
        assert reviewer == version.submitted_by
    except VersionNotNewer:
        assert before is not None
        assert version.code <= before.code
    else:
        assert version.state == State.IN_REVIEW
        assert reviewer != version.submitted_by
        now = {version.version_id: version.state} | ({before.version_id: before.state} if before else {})
        for step in plan:
            check_move(step.version_id, now[step.version_id], step.state)
            now[step.version_id] = step.state
        assert [state for state in now.values() if state == State.RELEASED] == [State.RELEASED]
        assert now[version.version_id] == State.RELEASED


@given(standings)
def test_a_rejection_comes_from_in_review_only(version: Standing) -> None:
    try:
        (step,) = plan_rejection(version, reason="no")
    except VersionStateInvalid:
        assert version.state != State.IN_REVIEW
    else:
        assert (version.state, step.state, step.reason) == (State.IN_REVIEW, State.REJECTED, "no")


def test_checks_decide_between_two_ways() -> None:
    assert {after_checks(any_error=True), after_checks(any_error=False)} == MOVES[State.CHECKING]
