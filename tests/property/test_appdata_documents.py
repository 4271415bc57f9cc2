"""Whatever apps do with documents, in whatever order, the store answers as a dict with versions and a quota would."""

from __future__ import annotations

import asyncio
import json
import tempfile
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from core.appdata.documents import Owner, Quotas, prefix_end
from core.appdata.errors import DataQuotaExceeded, DocumentConflict, DocumentNotFound
from core.appdata.json_text import canonical
from core.kit.db import connect
from majlis.appdata.v1 import appdata_service_pb2 as pb
from tests.support.appdata import APP, LAYLA, OMAR, USER, Appdata, put_write
from tests.support.databases import create_tables

USER_BYTES_MAX, APP_BYTES_MAX = 60, 90
OWNERS = {
    "layla": (LAYLA, USER, Owner("app_polls", "usr_layla")),
    "omar": (OMAR, USER, Owner("app_polls", "usr_omar")),
    "shared": (LAYLA, APP, Owner("app_polls")),
}
owners = st.sampled_from(list(OWNERS))
keys = st.sampled_from(["a", "a/1", "a/2", "b", "ب", "😀"])
values = st.one_of(st.integers(-5, 5), st.text("xب", max_size=20), st.lists(st.integers(0, 9), max_size=4))
versions = st.none() | st.integers(0, 3)
writes = st.tuples(st.sampled_from(["put", "delete"]), keys, values, versions)
Model = dict[tuple[str, str], tuple[int, str]]


def room(key: str, value_json: str) -> int:
    return len(key.encode()) + len(value_json.encode())


def used(model: Model, who: str) -> int:
    return sum(room(key, value_json) for (owner, key), (_, value_json) in model.items() if owner == who)


def apply(model: Model, who: str, kind: str, key: str, value_json: str, if_version: int | None) -> type | None:
    """Do to the dict what the store should do; the answer is the refusal it should give instead."""
    version, before = model.get((who, key), (0, ""))
    if if_version is not None and if_version != version:
        return DocumentConflict
    if kind == "delete":
        model.pop((who, key), None)
        return None
    growth = room(key, value_json) - (room(key, before) if version else 0)
    if growth > 0 and used(model, who) + growth > (APP_BYTES_MAX if who == "shared" else USER_BYTES_MAX):
        return DataQuotaExceeded
    model[who, key] = version + 1, value_json
    return None


def compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Documents(RuleBasedStateMachine):
    """Single writes and whole events against the model."""

    @initialize()
    def start(self) -> None:
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory(prefix="majlis-test-")
        self.database = connect(f"sqlite:///{Path(self.folder.name) / 'test.db'}")
        create_tables(self.database)
        quotas = Quotas(user_bytes_max=USER_BYTES_MAX, app_bytes_max=APP_BYTES_MAX)
        self.appdata = Appdata(self.database, quotas=quotas)
        self.session = self.runner.run(self.appdata.open())
        self.model: Model = {}
        self.revision = 0

    def teardown(self) -> None:
        self.database.close()
        self.folder.cleanup()
        self.runner.close()

    @rule(who=owners, write=writes)
    def write(self, who: str, write: tuple[str, str, object, int | None]) -> None:
        kind, key, value, if_version = write
        caller, space, _ = OWNERS[who]
        refusal = apply(self.model, who, kind, key, compact(value), if_version)
        if kind == "put":
            call = self.appdata.put(key, json.dumps(value), caller=caller, space=space, if_version=if_version)
        else:
            call = self.appdata.delete(key, caller=caller, space=space, if_version=if_version)
        assert self._refusal(call) is refusal

    @rule(batch=st.lists(st.tuples(st.sampled_from(["layla", "shared"]), writes), max_size=6))
    def commit(self, batch: list[tuple[str, tuple[str, str, object, int | None]]]) -> None:
        """Layla's event: all of its writes, or none and the first refusal."""
        planned, refusal = dict(self.model), None
        for who, (kind, key, value, if_version) in batch:
            refusal = refusal or apply(planned, who, kind, key, compact(value), if_version)
        made = [self._write(OWNERS[who][1], *write) for who, write in batch]
        call = self.appdata.commit(self.session, self.revision, *made)
        assert self._refusal(call) is refusal
        if refusal is None:
            self.model, self.revision = planned, self.revision + 1

    def _write(self, space: int, kind: str, key: str, value: object, if_version: int | None) -> pb.Write:
        if kind == "put":
            return put_write(key, json.dumps(value), space=space, if_version=if_version)
        return pb.Write(delete_document=pb.DeleteDocumentRequest(space=space, key=key, if_version=if_version))

    def _refusal(self, call) -> type | None:
        try:
            self.runner.run(call)
        except (DocumentConflict, DataQuotaExceeded) as error:
            return type(error)
        return None

    @rule(who=owners, key=keys)
    def read(self, who: str, key: str) -> None:
        caller, space, _ = OWNERS[who]
        try:
            document = self.runner.run(self.appdata.get(key, caller=caller, space=space))
        except DocumentNotFound:
            assert (who, key) not in self.model
        else:
            assert (document.version, document.value_json) == self.model[who, key]

    @rule(who=owners, prefix=st.sampled_from(["", "a", "a/", "b", "ب", "x"]), size=st.integers(1, 4))
    def query(self, who: str, prefix: str, size: int) -> None:
        caller, space, _ = OWNERS[who]
        seen, token = [], ""
        while True:
            page, token = self.runner.run(
                self.appdata.query(prefix, caller=caller, space=space, size=size, token=token)
            )
            seen += page
            if not token:
                break
        assert seen == sorted(key for owner, key in self.model if owner == who and key.startswith(prefix))

    @invariant()
    def the_counters_equal_what_the_documents_take(self) -> None:
        if not hasattr(self, "model"):
            return
        store = self.appdata.service._documents
        with self.database.engine.begin() as tx:
            for who, (_, _, owner) in OWNERS.items():
                assert store.used_bytes(tx, owner) == used(self.model, who)


TestDocuments = Documents.TestCase
TestDocuments.settings = settings(
    max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)

characters = st.characters(exclude_categories=["Cs"])
edges = st.sampled_from(["\x01", "\ud7ff", "\ue000", "\U0010ffff", "a"])
texts = st.text(characters | edges, max_size=4)


@given(prefix=texts, rest=texts, other=texts)
def test_the_range_of_a_prefix_holds_exactly_what_starts_with_it(prefix: str, rest: str, other: str) -> None:
    end = prefix_end(prefix)
    for key in (prefix + rest, other, prefix[:-1] + other):
        assert (key >= prefix and (end is None or key < end)) == key.startswith(prefix)
    if end is not None:
        end.encode()  # No half of a surrogate pair: the database could not read it.


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(characters),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(characters), inner, max_size=4),
)


@given(value=json_values, ascii_only=st.booleans(), indent=st.none() | st.integers(0, 3))
def test_the_stored_form_means_the_same_and_is_stable(value: object, ascii_only: bool, indent: int | None) -> None:
    text = canonical(json.dumps(value, ensure_ascii=ascii_only, indent=indent), field="value_json")
    assert json.loads(text) == value
    assert canonical(text, field="value_json") == text
    assert text == json.dumps(value, ensure_ascii=False, separators=(",", ":"))
