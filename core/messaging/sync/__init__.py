"""Sync: what a client missed, what happens now, and how far everybody is.

Serves Sync, Follow, SetOpenConversations, MarkRead, ListMarks, SetTyping and UpdateMyMarks of MessagesService.
There is no global position: a client says what it knows of each conversation, and of its personal log. Such a number
is a fact about the conversation and not a place in a queue of ours, so it never expires, holds on every process and
after a restore, and a full catch-up costs one row a conversation and one page each.
Invariants: (1) what a Follow gives of a conversation is its log without a gap, each number once, in order, or a Behind
that says up to where to ask; (2) subscribe, then read, then drop what was read: nothing falls between the two; (3) a
slow reader costs a bounded queue and one number a conversation; (4) typing is kept nowhere, marks never move back.
"""
