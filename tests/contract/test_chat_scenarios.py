"""Scenarios of what is written, each a claim and a few lines; how to read them is told in tests/support/chat_stage.py.

Ideas, not words, from the lists of Complement (txnid, redact, relations, ignored users) and sytest (the same areas).
"""

from __future__ import annotations

import pytest

from tests.support.chat_stage import Stage

BEGUN = "settings layla:joined omar:joined salma:joined"
SCENARIOS = {
    # Request ids: txnid in both suites.
    "one id of two people is two messages": """
        omar sends a as one
        salma sends b as one
        layla sees a b""",
    "an id used in one conversation is used in all": """
        omar sends a as one
        omar sends a as one @direct ! REQUEST_ID_REUSED
        layla sees @direct""",
    "an id of a send is none of an edit, a reaction or a recall": """
        omar sends a as one
        omar edits a to b as one ! REQUEST_ID_REUSED
        omar marks a 👍 as one ! REQUEST_ID_REUSED
        omar recalls a as one ! REQUEST_ID_REUSED
        layla logs {begun} a""",
    "what was refused is tried anew under its id": """
        layla silences omar
        omar sends a as one ! SILENCED
        layla silences omar off
        omar sends a as one
        omar sends a as one
        layla sees a""",
    "a year later a repetition is still one": """
        omar sends a as one
        omar edits a to b as two
        omar marks a 👍 as three
        after 365 days
        omar sends a as one
        omar edits a to b as two
        omar marks a 👍 as three
        layla logs {begun} a edit:b 👍""",
    "a repeated edit does not undo the one after it": """
        omar sends a
        omar edits a to b as one
        omar edits a to c
        omar edits a to b as one
        layla sees c""",
    "a repeated reaction does not come back after it was taken away": """
        omar sends a
        salma marks a 👍 as one
        salma marks a 👍 off
        salma marks a 👍 as one
        layla finds a""",
    "a reaction that changed nothing changes nothing when it is repeated": """
        omar sends a
        salma marks a 👍
        salma marks a 👍 as again
        salma marks a 👍 off
        salma marks a 👍 as again
        layla finds a""",
    "a taking away that changed nothing changes nothing when it is repeated": """
        omar sends a
        salma marks a 👍 off as early
        salma marks a 👍
        salma marks a 👍 off as early
        layla finds a 👍1""",
    "a no-op's id is taken too": """
        omar sends a
        salma marks a 👍
        salma marks a 👍 as again
        salma marks a 😀 as again ! REQUEST_ID_REUSED
        layla finds a 👍1""",
    "a repeated recall is answered and done once": """
        omar sends a
        omar recalls a as one
        omar recalls a as one
        layla logs {begun} - recall""",
    "a repeated forward gives the copies made first": """
        omar sends a
        omar forwards a group direct as one
        omar forwards a group direct as one
        omar recalls a
        omar forwards a group direct as one
        layla sees - a
        layla sees a @direct""",
    "an id of a forward's second copy is nobody's to use": """
        omar sends a
        omar forwards a group direct as one
        omar sends b as one/1 ! REQUEST_ID_REUSED
        layla sees a a""",
    "a forward does not take an id a send has": """
        omar sends a as one/1
        omar forwards a group direct as one ! REQUEST_ID_REUSED
        layla sees a
        layla sees @direct""",
    # Redaction.
    "a recalled message keeps its number and its place": """
        omar sends a
        salma sends b
        omar recalls a
        salma sends c
        layla sees - b c
        layla logs {begun} - b recall c""",
    "every text of an edited message is taken back": """
        omar sends a
        omar edits a to b
        omar edits a to c
        omar recalls a
        salma logs {begun} - edit:- edit:- recall
        salma syncs {begun} - edit:- edit:- recall""",
    "an answer to what was taken back stands": """
        omar sends a
        salma sends b to a
        omar recalls a
        salma sends c to a
        layla sees - b c""",
    "a copy stands when its first is taken back": """
        omar sends a
        omar forwards a direct
        omar recalls a
        layla sees a @direct
        omar recalls a>direct @direct
        layla sees - @direct""",
    "what was taken back is not passed on": """
        omar sends a
        omar recalls a
        salma forwards a group ! MESSAGE_RECALLED""",
    "who was made an admin takes back others' messages, and no longer when they are none": """
        salma sends a
        salma sends b
        layla makes omar admin
        omar recalls a
        layla makes omar member
        omar recalls b ! ROLE_MISSING
        layla sees - b""",
    "in a conversation of two nobody takes back the other's words": """
        omar sends a @direct
        layla recalls a @direct ! ROLE_MISSING
        layla sees a @direct""",
    "a line about the conversation is no message": """
        omar sends a
        layla removes salma
        layla shows history on
        layla logs {begun} a salma:removed settings
        layla sees a""",
    # Relations between messages.
    "an answer is to what its writer can see": """
        layla sends a
        noura joins
        noura sends b to a ! MESSAGE_NOT_FOUND
        layla shows history on
        noura leaves
        noura joins
        noura sends b to a
        layla sees a b""",
    "a reaction is to what its giver can see": """
        layla sends a
        noura joins
        noura marks a 👍 ! MESSAGE_NOT_FOUND
        noura recalls a ! MESSAGE_NOT_FOUND
        layla finds a""",
    "two people's same emoji is one reaction of two": """
        omar sends a
        omar marks a 👍
        salma marks a 👍
        layla marks a 😀
        omar marks a 👍 off
        salma finds a 👍1 😀1""",
    "a reaction is to the message, whatever its text becomes": """
        omar sends a
        salma marks a 👍
        omar edits a to b
        layla finds a 👍1
        layla sees b""",
    # Ignored users.
    "a block closes the conversation of two for both and leaves what was there": """
        omar sends a @direct
        layla blocks omar
        omar sends b @direct ! NOT_CONTACTS
        layla sends b @direct ! NOT_CONTACTS
        omar marks a 👍 @direct ! NOT_CONTACTS
        omar edits a to b @direct ! NOT_CONTACTS
        layla sees a @direct
        omar sees a @direct""",
    "who is blocked still takes back what they said": """
        omar sends a @direct
        layla blocks omar
        omar recalls a @direct
        layla sees - @direct""",
    "a block of two changes nothing of the group's log": """
        omar sends a
        layla blocks omar
        omar sends b
        layla marks b 👍
        layla logs {begun} a b 👍
        omar logs {begun} a b 👍""",
    "a repetition after a block is the answer from before": """
        omar sends a as one @direct
        layla blocks omar
        omar sends a as one @direct
        layla sees a @direct""",
}


@pytest.mark.parametrize("lines", SCENARIOS.values(), ids=SCENARIOS)
async def test_what_is_written(stage: Stage, lines: str) -> None:
    """The name of each is its claim."""
    await stage.play(lines.replace("{begun}", BEGUN))
