"""A screen that draws a map starts dry too: a made city answers, whatever the guest sends."""

from __future__ import annotations

import json

import pytest

from majlis_devkit.checks.dry import host_call


def test_the_made_city_answers_what_a_first_screen_asks() -> None:
    city = json.loads(host_call("places", "GetCity", "{}"))["ok"]
    asked = json.dumps({"point": city["center"]})
    assert json.loads(host_call("places", "GetAddress", asked))["ok"]["address"]["text_ar"]
    assert json.loads(host_call("places", "FindPlaces", "{}"))["ok"]["places"]
    shared = json.loads(host_call("places-position", "SharePosition", '{"topic":"at","for_s":60}'))
    assert int(shared["ok"]["share"]["until_ms"]) > 0


@pytest.mark.parametrize("method", ["GetAddress", "GetRoute", "FindPlaces", "SharePosition", "NoSuch", ""])
@pytest.mark.parametrize("request_json", ["", "[]", "null", '"x"', "{}", '{"point":7}', '{"near":[1]}', "[" * 100_000])
def test_nothing_a_guest_sends_gets_further_than_an_error(method: str, request_json: str) -> None:
    answer = json.loads(host_call("places", method, request_json))
    assert answer.get("ok") is not None or answer["error"]["reason"]
