"""Identity: who people are, the devices they are signed in on, whom they know, and the names mini-apps know them by.

Rpcs: majlis.identity.v1.{IdentityService,ContactsService}. Tables:
identity_{users,roles,totp,devices,refresh_tokens,subjects,contacts,reach}.
Invariants: (1) a username belongs to one person for ever; (2) an answer never tells whether a name or its password
was wrong; (3) secrets are stored hashed (passwords, refresh tokens) or sealed (second factors, successors), and never
logged; (4) a refresh token has at most one successor, and one used again after its grace ends the device; (5) a
revoked device stays revoked and no token of it outlives the revocation; (6) a subject never changes and never means
two people in one app; (7) an operator signs in with a second factor or not at all; (8) two are contacts while both
sides say so, and nobody can tell a block from a removal, nor being declined from silence.
Build: `keys = IdentityKeys.load(config.data_dir / "identity_keys")`; `subjects = StoredSubjects(db=, clock=, keys=)`
(the Chain's SubjectMapper too); `IdentityService(db=, clock=, ids=, bus=, keys=, passwords=Passwords(), subjects=)`;
`effects = ContactEffects(db=, clock=, outbox=, channel=)`, whose relay runs; `ContactsService(db=, clock=, effects=)`.
"""
