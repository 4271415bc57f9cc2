"""Host calls nobody should make."""

import json
import time

from reach import attempt, call, put


@attempt
def ten_thousand_host_calls():
    for _ in range(10_000):
        call("GetDocument", {"space": "DOCUMENT_SPACE_APP", "key": "x"})


@attempt
def megabytes_in_host_calls():
    for n in range(100):
        put(f"big/{n}", json.dumps("x" * 60_000))


@attempt
def name_without_a_grant():
    return call("GetName", {}, "profile-name")


@attempt
def name_twice():
    """Its user takes their yes back between the two."""
    return [call("GetName", {}, "profile-name"), call("GetName", {}, "profile-name")]


@attempt
def a_slow_call():
    call("GetDocument", {"space": "DOCUMENT_SPACE_APP", "key": "slow"})
    return "went on"


@attempt
def another_user_named():
    return put("x", "1", user_id="usr_00000000000000000000000000")


@attempt
def another_app_named():
    return call("GetDocument", {"space": "DOCUMENT_SPACE_APP", "key": "x", "app_id": "org.majlis.polls"})


@attempt
def commit_by_itself():
    return call("Commit", {"session_id": "ses_x", "event_id": "x"})


@attempt
def a_service_method_of_another_interface():
    return call("MapSubjects", {"app_id": "org.majlis.polls", "user_ids": ["usr_x"]}, "profile-name")


@attempt
def a_page_token_of_nobody():
    return call("QueryDocuments", {"space": "DOCUMENT_SPACE_APP", "prefix": "", "page_token": "AAAA"})


NO_REQUESTS = [
    "", "]", "null", "1", '"x"', "[]", "[[1]]", "true", '{"key": {"a": 1}}', '{"space": [[]]}', '{"key": 1e999}',
    '{"space": 99}', '{"": 1}', '{"key": "\\ud800"}', '{"a\\ud800": 1}', "[" * 3000, '{"key":' * 3000, '{"space": NaN}',
    '{"key": ' + "9" * 5000 + "}", '{"@type": "x"}', '{"key": "a", "key": "b"}',
]  # fmt: skip


@attempt
def requests_that_are_none():
    methods = ("GetDocument", "GetDocuments", "QueryDocuments", "PutDocument", "SetTimer", "PublishTopic")
    answers = [json.loads(call(method, text)) for method in methods for text in NO_REQUESTS]
    return sorted({str(answer.get("error", {}).get("reason")) for answer in answers})


@attempt
def a_lone_surrogate_as_key():
    return call("PutDocument", '{"space": "DOCUMENT_SPACE_APP", "key": "evidence/\\ud800", "value_json": "1"}')


@attempt
def a_nul_in_a_key():
    return put("evidence/\x00", "1")


@attempt
def a_turned_around_key():
    return put("evidence/\u202egnorts", "1")


@attempt
def not_a_number_in_a_document():
    return put("x", "NaN")


@attempt
def infinity_in_a_document():
    return put("x", "1e999")


@attempt
def a_giant_number_in_a_document():
    return put("x", "9" * 60_000)


@attempt
def a_lone_surrogate_in_a_document():
    return put("x", '"\\ud800"')


@attempt
def a_deep_document():
    return put("x", "[" * 100 + "]" * 100)


@attempt
def a_bottomless_document():
    return put("x", "[" * 30_000 + "]" * 30_000)


@attempt
def a_huge_document():
    return put("x", json.dumps("x" * 70_000))


@attempt
def a_huge_document_in_few_characters():
    return put("x", json.dumps("\u0645" * 40_000, ensure_ascii=False))


@attempt
def a_timer_for_a_deep_payload():
    return call("SetTimer", {"name": "attack/deep", "fire_at_ms": "1", "payload_json": "[" * 2000 + "]" * 2000})


@attempt
def two_hundred_timers():
    for n in range(150):
        call("SetTimer", {"name": f"attack/{time.time_ns()}.{n}", "fire_at_ms": "253402300799999"})


@attempt
def flood_of_topics():
    for n in range(90):
        call("PublishTopic", {"topic": f"flood/{n}", "value_json": "1"})
        call("RefreshTopic", {"topic": "evidence"})
    return "flooded"


@attempt
def a_conflict_for_ever():
    return put("never", "1", if_version="999")
