"""Documents keep their promises on both databases: owners apart, versions dense, order by code point, quotas exact."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from core.appdata.documents import Owner, Quotas
from core.appdata.errors import DataQuotaExceeded, DocumentConflict, DocumentNotFound, DocumentTooLarge
from core.kit.db import connect
from core.kit.errors import InvalidArgument, NoUser, PageTokenInvalid, PermissionDenied
from majlis.appdata.v1 import appdata_service_pb2 as pb
from tests.support.appdata import APP, LAYLA, OMAR, POLLS, SANDBOX, TAXI, USER, Appdata
from tests.support.databases import create_tables


@pytest.fixture
def appdata(database):
    return Appdata(database)


async def used(appdata: Appdata, owner: Owner) -> int:
    return await appdata.database.read(lambda tx: appdata.service._documents.used_bytes(tx, owner))


async def test_versions_start_at_one_and_are_dense(appdata):
    for version in (1, 2, 3):
        await appdata.put("k", {"n": version})
        document = await appdata.get("k")
        assert (document.version, document.value_json) == (version, f'{{"n":{version}}}')


async def test_a_missing_document_is_a_typed_refusal(appdata):
    with pytest.raises(DocumentNotFound):
        await appdata.get("k")


async def test_a_document_removed_and_written_again_is_new(appdata):
    await appdata.put("k", 1)
    await appdata.put("k", 2)
    await appdata.delete("k")
    await appdata.put("k", 3, if_version=0)
    assert (await appdata.get("k")).version == 1


async def test_a_write_that_names_another_version_changes_nothing(appdata):
    """Two devices of one user save at once: the second learns it, nothing is lost unseen."""
    await appdata.put("k", 1, if_version=0)
    for stale in (0, 2):
        with pytest.raises(DocumentConflict) as caught:
            await appdata.put("k", 2, if_version=stale)
        assert caught.value.metadata() == {"key": "k", "version": "1", "if_version": str(stale)}
        with pytest.raises(DocumentConflict):
            await appdata.delete("k", if_version=stale)
    with pytest.raises(DocumentConflict):
        await appdata.put("missing", 1, if_version=1)
    await appdata.put("k", 2, if_version=1)
    await appdata.delete("k", if_version=2)
    await appdata.delete("k")  # A missing one is no error.
    await appdata.delete("k", if_version=0)


async def test_of_many_writers_from_one_version_exactly_one_wins(appdata):
    async def take_seat(rider: int) -> bool:
        try:
            await appdata.put("seat", rider, space=APP, if_version=0)
        except DocumentConflict:
            return False
        return True

    took = await asyncio.gather(*(take_seat(rider) for rider in range(20)))
    assert sum(took) == 1


async def test_users_and_apps_see_only_their_own_documents(appdata):
    """The same key is another document for every user, every app, and the app itself."""
    await appdata.put("k", '"layla"')
    await appdata.put("k", '"omar"', caller=OMAR)
    await appdata.put("k", '"taxi"', caller=TAXI)
    await appdata.put("k", '"shared"', space=APP)
    assert (await appdata.get("k")).value_json == '"layla"'
    assert (await appdata.get("k", caller=OMAR)).value_json == '"omar"'
    assert (await appdata.get("k", caller=TAXI)).value_json == '"taxi"'
    assert (await appdata.get("k", caller=POLLS, space=APP)).value_json == '"shared"'
    with pytest.raises(DocumentNotFound):
        await appdata.get("k", caller=TAXI, space=APP)
    await appdata.delete("k")
    assert (await appdata.get("k", caller=OMAR)).version == 1


async def test_an_app_working_for_itself_has_no_user_documents(appdata):
    calls = [
        lambda: appdata.get("k", caller=POLLS),
        lambda: appdata.put("k", 1, caller=POLLS),
        lambda: appdata.delete("k", caller=POLLS),
        lambda: appdata.query(caller=POLLS),
    ]
    for call in calls:
        with pytest.raises(NoUser):
            await call()


async def test_nobody_but_an_app_reads_documents(appdata):
    with pytest.raises(PermissionDenied):
        await appdata.get("k", caller=SANDBOX, space=APP)


async def test_several_are_answered_in_the_order_asked_for(appdata):
    for key in "abc":
        await appdata.put(key, 1)
    request = pb.GetDocumentsRequest(space=USER, keys=["c", "x", "a"])
    found = await appdata.client.get_documents(request, caller=LAYLA)
    assert [document.key for document in found.documents] == ["c", "a"]


KEYS = ["", "A", "Z", "a", "a/", "a/1", "a/10", "a/2", "a/é", "a0", "b", "é", "ا", "اب", "ب", "\ud7ff", "\ue000", "😀"]


async def test_keys_come_in_code_point_order_whatever_the_databases_locale(appdata):
    """Paging by key must never skip or repeat one, on any database an operator sets up."""
    keys = [key for key in KEYS if key]
    for key in reversed(keys):
        await appdata.put(key, 1)
    assert (await appdata.query(size=100))[0] == sorted(keys)
    for prefix in KEYS:
        expected = sorted(key for key in keys if key.startswith(prefix))
        assert (await appdata.query(prefix, size=100))[0] == expected, prefix


async def test_like_wildcards_in_a_prefix_mean_themselves(appdata):
    for key in ("a%b", "axb", "a_b", "a\\b"):
        await appdata.put(key, 1)
    assert (await appdata.query("a%"))[0] == ["a%b"]
    assert (await appdata.query("a_"))[0] == ["a_b"]
    assert (await appdata.query("a\\"))[0] == ["a\\b"]


def test_the_key_column_has_its_own_collation_on_postgresql(postgres_url):
    """The test server's locale orders like "C" anyway; an operator's may not."""
    database = connect(postgres_url)
    create_tables(database)
    columns = sa.inspect(database.engine).get_columns("appdata_documents")
    database.close()
    assert {column["name"]: column["type"] for column in columns}["key"].collation == "C"


async def test_pages_give_every_key_once(appdata):
    keys = [f"item/{number:03}" for number in range(25)]
    for key in [*keys, "other"]:
        await appdata.put(key, 1)
    seen, token, pages = [], "", 0
    while True:
        page, token = await appdata.query("item/", size=10, token=token)
        seen, pages = seen + page, pages + 1
        if not token:
            break
    assert (seen, pages) == (keys, 3)


async def test_a_last_page_that_is_exactly_full_has_no_token(appdata):
    for key in "ab":
        await appdata.put(key, 1)
    assert await appdata.query(size=2) == (["a", "b"], "")


async def test_fifty_are_given_where_no_size_is_named(appdata):
    for number in range(51):
        await appdata.put(f"{number:02}", 1)
    keys, token = await appdata.query()
    assert len(keys) == 50
    assert token


async def test_a_page_token_is_good_only_for_its_own_query(appdata):
    """A token is not a way to look at somebody else's keys, nor at others of one's own."""
    for caller in (LAYLA, OMAR, TAXI):
        for key in ("a1", "a2", "a3"):
            await appdata.put(key, 1, caller=caller)
            await appdata.put(key, 1, caller=caller, space=APP)
    _, token = await appdata.query("a", size=1)
    assert (await appdata.query("a", size=1, token=token))[0] == ["a2"]
    foreign = [
        {"caller": OMAR}, {"caller": TAXI}, {"space": APP}, {"prefix": "a1"}, {"prefix": ""},
        {"token": token[:-1] + "0"}, {"token": "x" + token[1:]}, {"token": "x"}, {"token": "é" * 40},
    ]  # fmt: skip
    for changed in foreign:
        with pytest.raises(PageTokenInvalid):
            await appdata.query(**{"prefix": "a", "token": token, **changed})
    with pytest.raises(PageTokenInvalid):
        await Appdata(appdata.database, key=b"another" * 5).query("a", token=token)


async def test_the_longest_key_still_pages(appdata):
    longest = ["😀" * 255 + last for last in "ab"]
    for key in longest:
        await appdata.put(key, 1)
    _, token = await appdata.query(size=1)
    assert (await appdata.query(size=1, token=token))[0] == [longest[1]]


async def test_a_key_has_at_most_256_characters(appdata):
    await appdata.put("k" * 256, 1)
    for key in ("k" * 257, "", "a\0b"):
        with pytest.raises(InvalidArgument):
            await appdata.put(key, 1)


async def test_a_document_has_at_most_64_kib(appdata):
    await appdata.put("k", '"' + "a" * 65_534 + '"')
    with pytest.raises(DocumentTooLarge):
        await appdata.put("k", '"' + "ب" * 32_768 + '"')  # Fewer characters than the limit, more bytes.
    assert (await appdata.get("k")).version == 1


async def test_values_are_stored_compact_and_unicode_as_itself(appdata):
    await appdata.put("k", '{ "b" : [ 1.50, "\\u0645\\u0631" , null, true ], "a": -0 }')
    assert (await appdata.get("k")).value_json == '{"b":[1.5,"مر",null,true],"a":0}'


@pytest.mark.parametrize(
    "text",
    ["", "{", "nul", "NaN", "[Infinity]", "-Infinity", "1e999", '"\\ud800"', '{"\\udc00":1}', "'a'", "[1,]", "01",
     "9" * 5_000, "[" * 65 + "]" * 65, "[" * 60_000, '{"a":' * 65 + "1" + "}" * 65],
)  # fmt: skip
async def test_what_is_not_sound_json_is_refused(appdata, text):
    """Another reader, in another language, must be able to read what is stored."""
    with pytest.raises(InvalidArgument) as caught:
        await appdata.put("k", text)
    assert caught.value.facts["field"] == "value_json"


async def test_json_may_be_64_levels_deep(appdata):
    await appdata.put("k", "[" * 64 + "]" * 64)
    await appdata.put("k", '{"a":' * 64 + "1" + "}" * 64)


async def test_a_user_may_hold_so_much_and_no_byte_more(database):
    """The quota counts key and value as UTF-8; the one who is full can still read, shrink and remove."""
    appdata = Appdata(database, quotas=Quotas(user_bytes_max=20, app_bytes_max=40))
    await appdata.put("k1", '"12345678"')  # 2 + 10
    await appdata.put("ك", '"1234"')  # 2 + 6
    assert await used(appdata, Owner("app_polls", "usr_layla")) == 20
    with pytest.raises(DataQuotaExceeded) as caught:
        await appdata.put("k3", "1")
    assert caught.value.metadata() == {"key": "k3", "space": "user", "used_bytes": "20", "bytes_max": "20"}
    with pytest.raises(DataQuotaExceeded):
        await appdata.put("k1", '"123456789"')
    await appdata.put("k1", '"87654321"')
    await appdata.put("k1", '"1"')
    assert await used(appdata, Owner("app_polls", "usr_layla")) == 13
    await appdata.delete("ك")
    await appdata.delete("k1")
    assert await used(appdata, Owner("app_polls", "usr_layla")) == 0


async def test_each_owner_has_a_quota_of_its_own(database):
    appdata = Appdata(database, quotas=Quotas(user_bytes_max=10, app_bytes_max=20))
    await appdata.put("12345678", "12")
    await appdata.put("12345678", "12", caller=OMAR)
    await appdata.put("12345678", "12", caller=TAXI)
    await appdata.put("12345678", '"1234567890"', space=APP)
    for full in ({}, {"space": APP}):
        with pytest.raises(DataQuotaExceeded):
            await appdata.put("x", "1", **full)


async def test_writes_at_once_never_pass_the_quota(database):
    """Forty uploads race for ten places."""
    appdata = Appdata(database, quotas=Quotas(user_bytes_max=100))

    async def put(number: int) -> bool:
        try:
            await appdata.put(f"key{number:02}", '"23"' + " ")  # 5 + 4, and the blank is not stored
        except DataQuotaExceeded:
            return False
        return True

    assert sum(await asyncio.gather(*(put(number) for number in range(40)))) == 11
    assert await used(appdata, Owner("app_polls", "usr_layla")) == 99
