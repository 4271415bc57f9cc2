"""Sandbox: where mini-apps run. A tap comes in, one transaction and a patch come out.

Owns sessions' live screens (a cache), the workers, the baked artifacts; no tables: state, actions and records are
appdata's, versions and grants are apps'. Rpcs: OpenSession, Dispatch, ResumeSession, CloseSession, WatchSession;
for services DryStart, Bake and DeliverPayment.
Invariants: (1) what an event writes is one transaction, or nothing; what moves money acts at once, and once under the
event's id, however often the event runs; (2) a tap is resolved from the screen the user saw, so a client
cannot forge arguments; (3) the guest names nobody: the caller of a host call is added here; (4) one event at a time per
session; (5) a committed event that arrives again is answered from its record.
Reading order: service → dispatch → event_runner → host_calls → buffer; beside: screens, refresher, timers, payments.
"""
