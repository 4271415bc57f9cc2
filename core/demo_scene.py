"""Mini-apps as a newcomer should find them: the demo people opened them and tapped, as anybody would, once.

A demo mini-app's folder may hold a scene.toml, which no package takes in. Its steps are taps of demo people, in order:

    [[step]]
    who = "noura"                   # a demo person
    at = "/"                        # open the app there; left out: stay on that person's screen
    tap = "start-with-examples"     # key, test_id or field name of the one node it is on
    on = "press"                    # the event; "submit" with fields
    fields = { plate = "1234" }     # of a form
    value = "family"                # of any other event
    keep = "invite-code"            # afterwards, what is written at this node: "{invite-code}" in later steps

How far a scene came is kept after every step, so the next start goes on from there; one that cannot go on says why and
leaves the app as it is.
"""

from __future__ import annotations

import json
import tomllib
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.kit import log
from core.kit.caller import Caller
from core.kit.errors import DomainError
from core.kit.rpc import Channel
from majlis.apps.v1 import apps_service_pb2 as apps_pb
from majlis.apps.v1.apps_service_rpc import AppsServiceClient
from majlis.sandbox.v1 import sandbox_service_pb2 as pb
from majlis.sandbox.v1.sandbox_service_rpc import SandboxServiceClient
from majlis_devkit import manifest

SCENE = "scene.toml"
TRIES_MAX = 20  # Of one tap: each consent is one, and so is each time a machine that bakes had no turn for it.
