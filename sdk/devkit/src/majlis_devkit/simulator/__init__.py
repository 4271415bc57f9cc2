"""`majlis dev`: one mini-app in the real sandbox with a host in memory, and two people using it side by side.

Owns: `room` (sessions, frames, consent; no network), `rpcs` (the few host calls the page makes), `server` (Sanic).
To the page it is a host: the same frames on ``/ws`` and the same Connect calls under ``/majlis.apps.v1.AppsService/``
(GetApp, GetTexts, GrantScope, RevokeScope, ListGrants). Only here:

- ``GET /simulator.json``  ``{"app_id", "users": [{"user_id", "name", "token"}]}``; a token goes into ``hello`` and into
  ``Authorization: Bearer``
- a frame ``{"k": "log", "at_ms", "user", "kind", "text", "detail"}``, kind one of event, call, output, error, reload:
  unasked, to everybody; the last 200 again after each hello
- after a file changed every open screen is drawn again: ``{"k": "screen", "seq": 0, …}`` with a new ``version``
"""
