"""Notifications: what a person is told about, decided by their own settings, and told once.

Owns the tables messaging_notification_*; serves majlis.messaging.v1.NotificationsService.
Invariants: (1) `decide` alone says who is told, from facts about the event and the person's settings: nothing a sender
or mini-app can set reaches it; (2) an update is decided once, in the transaction that moves the trail past it, so no
repetition tells anybody twice; (3) nothing of what was written is kept here: a preview is made when it is sent, from
the message as it is then; (4) of one conversation a person is told at once, then at most every 30 seconds while unread.
`decide` is the rules, `classify` makes facts of updates, `desk` decides behind the head of a log, `courier` hands out.
"""
