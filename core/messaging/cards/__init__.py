"""Cards: what a mini-app shows people in chat, changed in place by its app. Tables: messaging_card_*.

`service` has the rpcs, `delivery` what a delivered change becomes in one transaction, `consent` what apps says of a
person's grant, `store` the statements. A *copy* is one message that shows a card: in a person's own conversation with
the app, or shared by a person wherever they write. Invariants: (1) a delivery_id acts once, for ever, whatever came of
it; (2) what an app made earlier never replaces what it made later; (3) only the host makes a card, its app_id is the
caller's; (4) no card reaches a person, and none changes under a person's name, without that person's grant; (5) a copy
changes at most once a second, and then shows the newest.
"""
