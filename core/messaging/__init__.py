"""Messaging: conversations, what is written in them, and the one order everybody sees it in.

Owns the tables messaging_*; serves majlis.messaging.v1: Conversations, Messages, Media, Notifications, Moderation.
Invariants: (1) every change of a conversation is an update under its next number, 1, 2, 3 … without a gap, in the
order of commits; (2) an answered send is on disk, and repeating it gives the same update for ever; (3) replaying the
log gives the messages as they are; (4) each update's hash covers all before it, over salted commitments, so that a
recalled body can be wiped and the chain still checks; (5) whoever may not see a conversation learns nothing of it, not
even that it is there. `log` gives numbers, `changes` says what a commit did, `hub` tells those who are there.
"""
