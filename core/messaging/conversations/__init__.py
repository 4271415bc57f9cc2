"""Conversations: who is in them, who may do what to whom, how one comes in, and how one's own list looks.

`members` says what somebody may see and write (everybody's first question); `rules` is the table of who may do what,
pure; `service` serves the rpcs; `views` draws a conversation as one member sees it. Invariants: a group or channel with
anybody in it has exactly one owner; member_count is the number of ACTIVE rows; two people have at most one direct
conversation; whoever is not ACTIVE sees up to the number at which they went, and nothing after it.
"""
