"""Where things lie in a built component: the code that runs in events side by side."""

from __future__ import annotations

import json

from tests.support.artifacts import RunGuest
from tests.support.guests import answering

PAGE_BYTES = 4096


def test_the_sdks_code_lies_together(run_guest: RunGuest) -> None:
    """Each function on a page of its own would cost an event a page each."""
    asked = (
        "__import__('json').dumps([id(f.__code__) for f in vars(__import__('sys').modules['miniapp._node']).values() "
        "if type(f) is type(handle) and f.__module__ == 'miniapp._node'])"
    )
    places = json.loads(run_guest(answering(asked)).answer or "")
    assert len(places) > 20
    assert len({place // PAGE_BYTES for place in places}) < len(places) / 2
