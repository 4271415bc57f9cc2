"""The rules of a message are compiled once and never miss or invent a breach."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kit.errors import InvalidArgument
from core.kit.validate import check
from majlis.appdata.v1 import appdata_service_pb2 as appdata
from majlis.identity.v1 import identity_service_pb2 as identity
from tests.support.probe import Filled


def _field(message: object) -> str | None:
    try:
        check(message)  # type: ignore[arg-type]
    except InvalidArgument as error:
        return str(error.facts["field"])
    return None


@given(st.text(max_size=8))
def test_a_text_passes_exactly_when_its_rule_says_so(name: str) -> None:
    """Lengths are counted in code points, as people count letters, not in bytes."""
    fits = 2 <= len(name) <= 4 and "\x00" not in name
    assert (_field(Filled(name=name)) is None) == fits


@given(st.integers(-(2**31), 2**31 - 1))
def test_a_number_passes_exactly_within_its_bounds(count: int) -> None:
    assert (_field(Filled(name="ok", count=count)) is None) == (0 <= count <= 10)


@given(st.text(st.characters(codec="utf-8"), max_size=12))
def test_a_pattern_must_match_the_whole_text(word: str) -> None:
    import re

    fits = word == "" or (len(word) <= 9 and re.fullmatch("[a-z]+", word) is not None)
    assert (_field(Filled(name="ok", word=word)) is None) == fits


def test_an_optional_field_that_is_set_empty_is_still_checked() -> None:
    assert _field(identity.UpdateMeRequest()) is None
    assert _field(identity.UpdateMeRequest(display_name="")) == "display_name"
    assert _field(identity.UpdateMeRequest(lang="")) == "lang"


@pytest.mark.parametrize("value", ["", "x" * 65_537])
def test_the_path_goes_through_lists_and_choices(value: str) -> None:
    broken = appdata.PutDocumentRequest(space=appdata.DOCUMENT_SPACE_APP, key="k", value_json=value)
    good = appdata.PutDocumentRequest(space=appdata.DOCUMENT_SPACE_APP, key="k", value_json="{}")
    writes = [appdata.Write(put_document=good), appdata.Write(put_document=broken)]
    request = appdata.CommitRequest(session_id="ses_1", writes=writes)
    assert _field(request) == "writes[1].put_document.value_json"


def test_a_required_choice_may_not_be_unspecified() -> None:
    assert _field(appdata.GetDocumentRequest(key="k")) == "space"
    assert _field(appdata.GetDocumentRequest(key="k", space=9)) == "space"  # type: ignore[arg-type]
