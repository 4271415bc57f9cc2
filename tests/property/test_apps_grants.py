"""Whatever is released and decided in whatever order, consent reaches exactly the scopes it was given for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.apps.grants import Consent, Decision, declared_since, refused, standing
from core.apps.submission import DeclaredScope, added_scopes

SCOPES = ["profile.name", "wallet.order", "messages.send"]
declared = st.frozensets(st.sampled_from(SCOPES))
events = st.lists(
    st.tuples(st.just("release"), declared) | st.tuples(st.sampled_from(["grant", "revoke"]), st.sampled_from(SCOPES)),
    max_size=25,
)


@given(events)
def test_consent_holds_from_its_giving_until_a_release_without_its_scope(happened: list[tuple[str, object]]) -> None:
    """Against a model that forgets a decision the moment a release does not declare its scope."""
    since: dict[str, int] = {}
    decisions: dict[str, Decision] = {}
    model: dict[str, Consent] = {}
    code = 0
    for kind, what in happened:
        if kind == "release":
            assert isinstance(what, frozenset)
            code += 1
            since = declared_since(since, what, code)
            model = {scope: consent for scope, consent in model.items() if scope in what}
        elif what in since:
            assert isinstance(what, str)
            now = standing(decisions.get(what), since[what])
            consent = Consent.GRANTED if kind == "grant" else refused(now)
            decisions[what] = Decision("app", what, consent, code, 0)
            was_given = model.get(what) in (Consent.GRANTED, Consent.REVOKED)
            model[what] = Consent.GRANTED if kind == "grant" else Consent.REVOKED if was_given else Consent.DENIED
        held = {scope: standing(decisions.get(scope), since[scope]) for scope in since}
        assert held == {scope: model.get(scope, Consent.NOT_ASKED) for scope in since}


@given(declared, declared)
def test_a_scope_is_added_exactly_when_it_starts_anew(before: frozenset[str], after: frozenset[str]) -> None:
    """What the operator is shown as added is what users are asked again."""
    since = declared_since(declared_since({}, before, 1), after, 2)
    shown = added_scopes(
        [DeclaredScope(scope, "", "") for scope in sorted(after)], [DeclaredScope(scope, "", "") for scope in before]
    )
    assert set(shown) == {scope for scope, code in since.items() if code == 2}


def test_refusing_twice_changes_nothing() -> None:
    for consent in Consent:
        assert refused(refused(consent)) == refused(consent)
