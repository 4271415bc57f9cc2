"""Moderation: what people report, sealed for the operators who look at it until they have decided.

Owns the tables messaging_report*; serves majlis.messaging.v1.ModerationService.
Invariants: (1) a report holds a copy of the message, which no edit or recall changes; (2) the copy has
a key of its own, and both are deleted when the report is closed; (3) no answer, order or line of an operator's list
says who reported; (4) each look of an operator and each verdict is written down with who and why; (5) a person has one
report of a message, and nobody but them and the operators learns that there is one.
"""
