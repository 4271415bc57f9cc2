"""Scenarios of who is there, what they see, have read and get; how to read them: tests/support/chat_stage.py.

Ideas, not words, from the lists of Complement (room visibility, membership, receipts, sync) and of sytest.
"""

from __future__ import annotations

import pytest

from tests.support.chat_stage import Stage

BEGUN = "settings layla:joined omar:joined salma:joined"
SCENARIOS = {
    # History visibility.
    "who came late begins with their own line": """
        layla sends a
        noura joins
        layla sends b
        noura logs noura:joined b
        noura syncs noura:joined b""",
    "history shown later is for those who come later": """
        layla sends a
        noura joins
        layla shows history on
        noura logs noura:joined settings
        noura sees""",
    "who left gets nothing from after that": """
        layla sends a
        omar leaves
        layla sends b
        layla edits a to c
        omar sees a
        omar logs {begun} a omar:left
        omar syncs {begun} a omar:left""",
    "who left keeps the reactions there were": """
        layla sends a
        salma marks a 👍
        omar leaves
        salma marks a 👍 off
        layla marks a 😀
        omar finds a 👍1
        layla finds a 😀1""",
    "who left no longer has what is taken back after": """
        layla sends a
        omar leaves
        layla recalls a
        omar sees -
        omar logs {begun} - omar:left""",
    "who comes again without history has not what was between": """
        layla sends a
        omar leaves
        layla sends b
        omar joins
        layla sends c
        omar sees c
        omar syncs from a omar:joined c""",
    "who comes again with history has it all": """
        layla shows history on
        layla sends a
        omar leaves
        layla sends b
        omar joins
        omar sees a b
        omar syncs from a omar:left b omar:joined""",
    "an edit of what one cannot see brings no text of it from before": """
        layla sends a
        noura joins
        layla edits a to b
        noura sees
        noura finds a ! MESSAGE_NOT_FOUND""",
    "who is removed keeps the past, and cannot change it": """
        omar sends a
        layla removes omar
        omar edits a to b ! ROLE_MISSING
        omar recalls a ! ROLE_MISSING
        omar marks a 👍 ! ROLE_MISSING
        omar sends b ! ROLE_MISSING
        omar sees a""",
    # Joins and invites.
    "who is asked sees nothing until they said yes": """
        layla sends a
        salma leaves
        layla adds salma
        layla sends b
        salma sees a
        salma accepts
        layla sends c
        salma sees c""",
    "who was never there and said no has nothing": """
        noura joins
        noura leaves
        layla adds noura
        noura declines
        layla sends a
        noura logs noura:joined noura:left""",
    "a repeated joining does not undo a leaving": """
        noura joins as one
        noura leaves
        noura joins as one
        layla logs {begun} noura:joined noura:left
        noura sends a ! ROLE_MISSING""",
    "a repeated leaving does not undo a coming back": """
        omar leaves as one
        omar joins
        omar leaves as one
        omar sends a
        layla sees a""",
    "a year later a repeated leaving is still the first": """
        omar leaves as one
        omar joins
        after 365 days
        omar leaves as one
        omar sends a
        layla sees a""",
    "a repeated removal does not remove who came back": """
        layla removes omar as one
        omar joins
        layla removes omar as one
        omar sends a
        layla sees a""",
    "a stranger finds nothing, whatever they try": """
        layla sends a
        noura sees ! CONVERSATION_NOT_FOUND
        noura sends b ! CONVERSATION_NOT_FOUND
        noura recalls a ! CONVERSATION_NOT_FOUND
        noura reads a ! CONVERSATION_NOT_FOUND
        noura forwards a group ! CONVERSATION_NOT_FOUND
        noura syncs""",
    "a copy goes only where its maker may write": """
        layla sends a @direct
        layla silences omar
        omar forwards a group @direct ! SILENCED
        salma sends b
        omar forwards b group direct ! SILENCED
        layla sees a @direct
        layla sees b""",
    # Power levels.
    "the silenced read, and change nothing": """
        omar sends a
        layla sends b
        layla silences omar
        omar edits a to c ! SILENCED
        omar marks b 👍 ! SILENCED
        omar reads b
        omar sees a b
        omar recalls a
        salma sees - b""",
    "a role ends with being there": """
        layla makes omar admin
        salma sends a
        omar leaves
        omar joins
        omar silences salma ! ROLE_MISSING
        omar recalls a ! MESSAGE_NOT_FOUND""",
    # Receipts and counts.
    "what was hidden, or taken back, is not unread and calls nobody": """
        omar sends a calling salma
        omar sends b calling salma
        salma counts 2 2
        omar recalls a
        salma hides b
        salma counts 0 0""",
    "an edit calls who had read the message": """
        omar sends a
        salma reads a
        omar edits a to b calling salma
        salma counts 0 1
        omar edits a to c
        salma counts 0 0""",
    "an edit of what was hidden calls nobody": """
        omar sends a
        salma hides a
        omar edits a to b calling salma
        salma counts 0 0""",
    "an edit of what one cannot see calls nobody": """
        omar sends a
        noura joins
        omar edits a to b calling noura
        noura counts 0 0""",
    "history is not unread for who just came": """
        layla shows history on
        layla sends a
        noura joins
        noura sees a
        noura counts 0 0
        layla sends b
        noura counts 1 0""",
    "who left has unread what came before that, and nothing after": """
        layla sends a
        omar leaves
        layla sends b
        omar counts 1 0""",
    # Sync.
    "a device gets what is after what it knows, and nothing when it knows all": """
        layla sends a
        layla sends b
        omar syncs from a b
        omar syncs from b""",
    "changes come to devices that have the message": """
        layla sends a
        salma marks a 👍
        layla edits a to b
        layla recalls a
        omar syncs from a 👍 edit:- recall""",
    "a device of somebody removed gets the line that says so and no more": """
        layla sends a
        layla removes omar
        layla sends b
        omar syncs from a omar:removed""",
}


@pytest.mark.parametrize("lines", SCENARIOS.values(), ids=SCENARIOS)
async def test_who_is_there(stage: Stage, lines: str) -> None:
    """The name of each is its claim."""
    await stage.play(lines.replace("{begun}", BEGUN))
