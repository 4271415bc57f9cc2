"""Polls as people use them: ask, vote, change your mind, see others' votes arrive, close."""

from __future__ import annotations

import pytest

from miniapp import t, testing

app = testing.load(__file__)


def ask(
    asker: testing.User,
    question: str = "أين نتعشّى؟",
    options: tuple[str, ...] = ("مطعم البحر", "في البرّ"),
    *,
    ends: str = "never",
    named: bool = False,
) -> str:
    """Fill in the form and publish it; answers the poll's id."""
    asker.goto("/")
    asker.tap("ask")
    for _ in options[2:]:
        asker.tap("add-option")
    asker.type("question", question)
    for n, option in enumerate(options, 1):
        asker.type(f"option_{n}", option)
    asker.choose("ends", ends)
    asker.toggle("named", named)
    asker.tap("publish")
    return str(asker.query.get("id", ""))


def visit(name: str, beside: testing.User, poll: str, **how: bool) -> testing.User:
    return testing.open(app, user=name, host=beside.host, path="/poll", id=poll, **how)


@pytest.fixture
def layla() -> testing.User:
    return testing.open(app, user="layla")


def test_the_first_visit_says_what_belongs_here(layla: testing.User) -> None:
    """An empty list must invite, not look broken."""
    layla.see(t("no-polls"), t("no-polls-text"))
    layla.tap("ask")
    layla.see(t("new-poll"))


def test_a_new_poll_opens_and_stands_in_everybodys_list(layla: testing.User) -> None:
    omar = testing.open(app, user="omar", host=layla.host)
    ask(layla)
    assert layla.path == "/poll"
    layla.see("أين نتعشّى؟", t("poll-created"), t("anonymous"))
    omar.see("أين نتعشّى؟", t("your-turn"))


def test_results_show_only_after_the_own_vote(layla: testing.User) -> None:
    """Nobody should follow the crowd before choosing."""
    poll = ask(layla)
    layla.dont_see(t("share", percent=0, count=0))
    layla.tap("مطعم البحر")
    layla.see(t("share", percent=100, count=1), t("your-vote"), t("vote-counted"))
    omar = visit("omar", layla, poll)
    omar.dont_see(t("share"))


def test_a_vote_reaches_the_other_screen_at_once(layla: testing.User) -> None:
    poll = ask(layla)
    omar = visit("omar", layla, poll)
    layla.tap("option-0")
    omar.tap("option-1")
    layla.see(t("votes", count=2), t("share", percent=50, count=1))


def test_a_changed_vote_moves_and_is_not_counted_twice(layla: testing.User) -> None:
    ask(layla)
    layla.tap("option-0")
    layla.tap("option-1")
    layla.see(t("votes", count=1), t("vote-changed"))
    layla.see(t("share", percent=0, count=0), t("share", percent=100, count=1))


def test_two_votes_at_the_same_moment_both_count(layla: testing.User) -> None:
    """Omar's vote commits between Layla's read and her write; hers runs again on his."""
    poll = ask(layla)
    omar = visit("omar", layla, poll)
    layla.host.before_commit = lambda: omar.tap("option-1")
    layla.tap("option-0")
    assert layla.host.document(f"poll/{poll}")["counts"] == [1, 1]


def test_an_anonymous_poll_keeps_no_trace_of_who_chose_what(layla: testing.User) -> None:
    poll = ask(layla)
    layla.tap("option-0")
    assert layla.asked == []
    assert layla.host.keys("voter/") == []
    assert layla.host.document(f"vote/{poll}", user="layla") == 0


def test_a_poll_with_names_asks_for_the_name_only_then_and_shows_it(layla: testing.User) -> None:
    poll = ask(layla, named=True)
    assert layla.asked == ["profile.name"]
    omar = visit("omar", layla, poll)
    assert omar.asked == []
    omar.tap("option-1")
    assert omar.asked == ["profile.name"]
    omar.see("Omar")
    omar.see(t("with-names"))


def test_who_keeps_the_name_back_is_told_and_nothing_is_counted(layla: testing.User) -> None:
    poll = ask(layla, named=True)
    shy = visit("shy", layla, poll, consents=False)
    shy.tap("option-1")
    shy.see(t("name-needed"))
    assert layla.host.document(f"poll/{poll}")["counts"] == [0, 0]


def test_only_the_asker_can_close_and_then_nobody_votes(layla: testing.User) -> None:
    poll = ask(layla)
    omar = visit("omar", layla, poll)
    omar.dont_see(t("close-poll"))
    stale = visit("sara", layla, poll)
    stale_screen = stale.tree
    omar.tap("option-0")
    layla.tap("close-poll")
    omar.see(t("poll-closed"), t("winner", option="مطعم البحر", count=1))
    stale.tree = stale_screen  # Her phone was out of reach.
    stale.tap("option-1")
    stale.see(t("poll-is-closed"))
    assert layla.host.document(f"poll/{poll}")["counts"] == [1, 0]


def test_the_close_button_of_somebody_else_closes_nothing(layla: testing.User) -> None:
    """The rule stands in the action, not only in what the screen shows."""
    poll = ask(layla)
    omar = visit("omar", layla, poll)
    omar.tree = layla.tree
    omar.tap("close-poll")
    omar.see(t("not-yours"))
    layla.see(t("open"))


def test_a_poll_closes_by_itself_at_its_end(layla: testing.User) -> None:
    poll = ask(layla, ends="hour")
    omar = visit("omar", layla, poll)
    omar.tap("option-0")
    layla.host.advance(minutes=59)
    omar.see(t("open"))
    layla.host.advance(minutes=1)
    omar.see(t("poll-closed"))
    assert layla.host.document(f"poll/{poll}")["closed_at"] is not None


def test_closing_by_hand_forgets_the_timer(layla: testing.User) -> None:
    ask(layla, ends="day")
    assert len(layla.host.timers) == 1
    layla.tap("close-poll")
    assert layla.host.timers == {}


def test_options_can_be_added_up_to_eight(layla: testing.User) -> None:
    poll = ask(layla, options=tuple(f"خيار {n}" for n in range(8)))
    assert len(layla.host.document(f"poll/{poll}")["options"]) == 8
    layla.tap("option-7")
    layla.see(t("share", percent=100, count=1))


@pytest.mark.parametrize(
    ("options", "said"),
    [(("نعم", "نعم"), "options-same"), (("Yes", " yes "), "options-same"), (("نعم", "  "), None)],
)
def test_bad_options_are_refused_in_words(layla: testing.User, options: tuple[str, ...], said: str | None) -> None:
    if said is None:  # The client itself holds back an empty required field.
        with pytest.raises(AssertionError, match="required"):
            ask(layla, options=options)
        return
    ask(layla, options=options)
    layla.see(t(said))
    assert layla.host.keys("poll/") == []


def test_the_newest_poll_stands_first(layla: testing.User) -> None:
    ask(layla, "الأول؟")
    layla.host.advance(seconds=5)
    ask(layla, "الثاني؟")
    layla.goto("/")
    assert layla.outline().index("الثاني؟") < layla.outline().index("الأول؟")


def test_percents_add_up_to_a_hundred(layla: testing.User) -> None:
    """Three votes on three options are 34, 33 and 33, never 99."""
    poll = ask(layla, options=("أ", "ب", "ج"))
    layla.tap("option-0")
    for name, option in (("omar", "option-1"), ("sara", "option-2")):
        visit(name, layla, poll).tap(option)
    layla.see(t("share", percent=34, count=1), t("share", percent=33, count=1))


def test_a_link_to_a_poll_that_is_gone_leads_back(layla: testing.User) -> None:
    layla.goto("/poll", id="nowhere")
    layla.see(t("poll-gone"))
    layla.tap("all-polls")
    layla.see(t("no-polls"))


def test_many_voters_are_shown_briefly(layla: testing.User) -> None:
    poll = ask(layla, named=True)
    for n in range(9):
        visit(f"guest{n}", layla, poll).tap("option-0")
    layla.tap("option-0")
    layla.see(t("and-more", count=4))


def test_a_shared_polls_card_counts_the_votes_of_whoever_votes(layla: testing.User) -> None:
    """Layla is asked when she shares; Omar votes without being asked for anything, and her card follows."""
    poll = ask(layla)
    layla.tap("share-poll")
    assert layla.asked == ["messages.send"]
    offered = layla.host.cards.offered["layla"]
    assert (offered.title, offered.path) == ("أين نتعشّى؟", f"/poll?id={poll}")
    layla.host.cards.share("layla")
    omar = visit("omar", layla, poll)
    omar.tap("option-1")
    assert omar.asked == []
    card = layla.host.cards.shared["layla", f"poll/{poll}"]
    assert card.text == "🗳 1 · مطعم البحر / في البرّ"
    layla.tap("close-poll")
    assert layla.host.cards.shared["layla", f"poll/{poll}"].text.startswith("🔒 1")


def test_who_does_not_allow_cards_is_told_and_nothing_is_offered(layla: testing.User) -> None:
    poll = ask(layla)
    shy = visit("shy", layla, poll, consents=False)
    shy.tap("share-poll")
    shy.see(t("share-denied"))
    assert layla.host.cards.offered == {}
    assert not layla.host.document(f"poll/{poll}")["shared"]


def test_a_long_question_fits_a_card(layla: testing.User) -> None:
    ask(layla, "؟" * 80, options=tuple(f"{n}{'ب' * 59}" for n in range(8)))
    layla.tap("share-poll")
    card = layla.host.cards.offered["layla"]
    assert (len(card.title), len(card.text)) == (64, 256)
