"""What users see and allow: the list, an app, its texts, and consent that reaches no further than it was given."""

from __future__ import annotations

import pytest

from core.apps import errors
from core.apps.shelf import VERSIONS_MAX
from core.kit.caller import Caller
from core.kit.db import Database
from core.kit.errors import InvalidArgument, PageTokenInvalid, PermissionDenied
from majlis.apps.v1 import apps_service_pb2 as pb
from tests.support import packages
from tests.support.apps_desk import APP_ID, LAYLA, OMAR, SANDBOX, SARA, Desk, signed, without_scopes

GRANTED, DENIED, REVOKED = pb.GRANT_STATE_GRANTED, pb.GRANT_STATE_DENIED, pb.GRANT_STATE_REVOKED
NOT_ASKED = pb.GRANT_STATE_UNSPECIFIED
NAME = (APP_ID, "profile.name")


@pytest.fixture
async def desk(database: Database) -> Desk:
    return await Desk.open(database)


async def states(desk: Desk) -> dict[str, int]:
    """What Sara sees and what the sandbox is told must be one thing."""
    seen = {each.scope: each.state for each in (await desk.app()).scopes}
    assert seen == {each.scope: each.state for each in (await desk.launch()).scopes}
    return seen


async def texts(desk: Desk, lang: str, *, version_id: str = "", app_id: str = APP_ID) -> str:
    request = pb.GetTextsRequest(app_id=app_id, version_id=version_id, lang=lang)
    return (await desk.apps.get_texts(request, caller=SARA)).ftl


async def picture(
    desk: Desk, path: str, *, version_id: str = "", app_id: str = APP_ID, caller: Caller = SARA
) -> pb.GetAssetResponse:
    request = pb.GetAssetRequest(app_id=app_id, version_id=version_id, path=path)
    return await desk.apps.get_asset(request, caller=caller)


# --- pictures


async def test_a_picture_is_the_one_of_the_version_that_shows_it(desk: Desk) -> None:
    """A screen drawn before an update still shows what it named."""
    red, blue = (packages.ICON.replace(b"<circle", b'<circle fill="' + fill + b'"') for fill in (b"red", b"blue"))
    first = await desk.release(signed({"assets/menu/kabsa.svg": red}))
    assert (await picture(desk, "assets/menu/kabsa.svg")).content == red
    second = await desk.release(signed({"assets/menu/kabsa.svg": blue}, code=2))
    for version, drawn in ((first, red), (second, blue)):
        answer = await picture(desk, "assets/menu/kabsa.svg", version_id=version.version_id)
        assert (answer.content, answer.media_type) == (drawn, "image/svg+xml")
    assert (await picture(desk, "assets/menu/kabsa.svg")).content == blue


async def test_only_who_judges_sees_pictures_of_what_nobody_has_yet(desk: Desk) -> None:
    version = await desk.in_review(signed({"assets/kabsa.svg": packages.ICON}))
    with pytest.raises(errors.AppNotFound):
        await picture(desk, "assets/kabsa.svg", version_id=version.version_id)
    seen = await picture(desk, "assets/kabsa.svg", version_id=version.version_id, caller=OMAR)
    assert seen.content == packages.ICON
    with pytest.raises(errors.AppNotFound):
        await picture(desk, "assets/kabsa.svg", version_id=version.version_id, caller=LAYLA)


async def test_what_is_no_picture_of_the_version_is_not_given(desk: Desk) -> None:
    """Sources are not secret, but a picture's address leads to pictures only."""
    version = await desk.release(signed({"assets/kabsa.svg": packages.ICON}))
    other = await desk.release(signed({"assets/tea.svg": packages.ICON}, app_id="org.example.tea"))
    with pytest.raises(errors.AssetNotFound):
        await picture(desk, "assets/tea.svg", version_id=version.version_id)
    with pytest.raises(errors.AppNotFound):
        await picture(desk, "assets/tea.svg", version_id=other.version_id)
    for path in ("icons/icon.svg", "app.py", "assets/../app.py", "assets/x.py", "manifest.json"):
        with pytest.raises(InvalidArgument):
            await picture(desk, path, version_id=version.version_id)


async def test_many_versions_looked_at_by_turns_keep_their_own_pictures(desk: Desk) -> None:
    """More than are kept at once; each is read again when its turn comes."""
    drawn = {}
    for n in range(VERSIONS_MAX + 2):
        icon = packages.ICON.replace(b"<circle", b'<circle fill="#%06d"' % n)
        version = await desk.release(signed({"assets/a.svg": icon}, app_id=f"org.example.a{n}"))
        drawn[f"org.example.a{n}", version.version_id] = icon
    for _ in range(2):
        for (app_id, version_id), icon in drawn.items():
            assert (await picture(desk, "assets/a.svg", app_id=app_id, version_id=version_id)).content == icon


# --- the list


async def test_users_see_what_is_released_and_nothing_before(desk: Desk) -> None:
    version = await desk.in_review(signed())
    for _ in range(2):
        assert not (await desk.apps.list_apps(pb.ListAppsRequest(), caller=SARA)).apps
        with pytest.raises(errors.AppNotFound):
            await desk.app()
        with pytest.raises(errors.AppNotFound):
            await desk.launch()
        if version.state == pb.VERSION_STATE_IN_REVIEW:
            version = await desk.reject(version.version_id, "no")
    await desk.release(signed(code=2))
    (app,) = (await desk.apps.list_apps(pb.ListAppsRequest(), caller=SARA)).apps
    assert app == await desk.app()


async def test_an_app_says_who_made_it_what_it_is_and_what_it_wants(desk: Desk) -> None:
    version = await desk.release(signed(majlis_descriptions={"ar": "تحيّة", "en": "A greeting"}))
    app = await desk.app()
    assert (app.app_id, app.name_ar, app.name_en) == (APP_ID, "مرحبا", "Hello")
    assert (app.description_ar, app.description_en) == ("تحيّة", "A greeting")
    assert (app.version_id, app.version_name) == (version.version_id, "1.1.0")
    assert (app.developer_name, app.icon_svg) == ("layla", packages.ICON.decode())
    assert app.reviewed_at_ms == version.submitted_at_ms  # The clock of the test stands still.
    assert [(each.scope, each.reason_ar) for each in app.scopes] == [("profile.name", "لنحيّيك باسمك")]


async def test_apps_are_listed_by_arabic_name_page_by_page(desk: Desk) -> None:
    """Alef with and without hamza, marks and tatweel make no difference to where a name stands."""
    wanted = ["آراء", "ارقام", "أسعار", "بـريد", "بَيت", "تاكسي"]
    for number, name in enumerate(sorted(wanted, key=len)):
        await desk.release(signed(app_id=f"org.example.app{number}", majlis_names={"ar": name, "en": "x"}))
    listed, token = [], ""
    for _ in range(3):
        answer = await desk.apps.list_apps(pb.ListAppsRequest(page_size=2, page_token=token), caller=SARA)
        listed += [each.name_ar for each in answer.apps]
        token = answer.next_page_token
    assert (listed, token) == (wanted, "")


async def test_a_page_goes_on_where_it_ended_though_an_app_was_renamed(desk: Desk) -> None:
    for app_id, name in (("org.a", "ا"), ("org.b", "ب"), ("org.c", "ت")):
        await desk.release(signed(app_id=app_id, majlis_names={"ar": name, "en": "x"}))
    first = await desk.apps.list_apps(pb.ListAppsRequest(page_size=1), caller=SARA)
    await desk.release(signed(app_id="org.a", code=2, majlis_names={"ar": "ي", "en": "x"}))
    rest = await desk.apps.list_apps(pb.ListAppsRequest(page_token=first.next_page_token), caller=SARA)
    assert [each.app_id for each in rest.apps] == ["org.b", "org.c", "org.a"]


@pytest.mark.parametrize("token", ["YXBwczp2ZXJfMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA", "nonsense"])
async def test_a_page_token_of_no_released_version_is_refused(desk: Desk, token: str) -> None:
    with pytest.raises(PageTokenInvalid):
        await desk.apps.list_apps(pb.ListAppsRequest(page_token=token), caller=SARA)


# --- texts


async def test_texts_come_from_the_version_that_runs(desk: Desk) -> None:
    """A session opened on the old version goes on showing the old version's words."""
    old = await desk.release(signed())
    await desk.release(signed({"texts/en.ftl": "hello = Welcome { $name }\n"}, code=2))
    assert await texts(desk, "ar") == "hello = مرحبا { $name }\n"
    assert await texts(desk, "en") == "hello = Welcome { $name }\n"
    assert await texts(desk, "en", version_id=old.version_id) == "hello = Hello { $name }\n"


async def test_texts_of_a_version_nobody_approved_do_not_exist(desk: Desk) -> None:
    """Nor those of another app's version, nor of none: one answer for the three."""
    await desk.release(signed())
    other = await desk.release(signed(app_id="org.example.other"))
    waiting = await desk.in_review(signed(code=2))
    for version_id in (waiting.version_id, other.version_id, "ver_" + "0" * 26):
        with pytest.raises(errors.AppNotFound) as refused:
            await texts(desk, "ar", version_id=version_id)
        assert refused.value.metadata() == {"app_id": APP_ID}


# --- consent


async def test_nothing_is_allowed_until_the_user_allows_it(desk: Desk) -> None:
    await desk.release(signed())
    assert await states(desk) == {"profile.name": NOT_ASKED}
    await desk.grant("profile.name")
    assert await states(desk) == {"profile.name": GRANTED}
    assert await desk.grants() == {NAME: GRANTED}


async def test_consent_is_one_users_alone(desk: Desk) -> None:
    await desk.release(signed())
    await desk.grant("profile.name")
    other = Caller.user("usr_other")
    assert [each.state for each in (await desk.app(caller=other)).scopes] == [NOT_ASKED]
    assert await desk.grants(caller=other) == {}
    for user_id in ("usr_other", ""):  # The empty one is the app itself.
        assert [each.state for each in (await desk.launch(user_id=user_id)).scopes] == [NOT_ASKED]


async def test_a_no_when_asked_is_a_denial_and_a_no_afterwards_takes_back(desk: Desk) -> None:
    await desk.release(signed())
    for decide, then in (
        (desk.revoke, DENIED), (desk.revoke, DENIED), (desk.grant, GRANTED), (desk.grant, GRANTED),
        (desk.revoke, REVOKED), (desk.revoke, REVOKED), (desk.grant, GRANTED),
    ):  # fmt: skip
        await decide("profile.name")
        assert await states(desk) == {"profile.name": then}


@pytest.mark.parametrize("scope", ["wallet.order", "messages.send", "PROFILE.NAME", "x"])
async def test_a_scope_the_app_never_asked_for_cannot_be_allowed(desk: Desk, scope: str) -> None:
    await desk.release(signed())
    for decide in (desk.grant, desk.revoke):
        with pytest.raises(errors.ScopeNotDeclared):
            await decide(scope)


async def test_an_app_that_is_not_released_cannot_be_allowed_anything(desk: Desk) -> None:
    await desk.in_review(signed())
    with pytest.raises(errors.AppNotFound):
        await desk.grant("profile.name")


async def test_consent_goes_on_over_a_version_that_asks_for_the_same(desk: Desk) -> None:
    await desk.release(signed())
    await desk.grant("profile.name")
    await desk.release(signed(code=2))
    assert await states(desk) == {"profile.name": GRANTED}


async def test_a_scope_that_was_dropped_and_comes_back_is_asked_again(desk: Desk) -> None:
    """The user allowed what the first version did with it, not what the third will do."""
    await desk.release(signed())
    await desk.grant("profile.name")
    await desk.release(signed(code=2, **without_scopes()))
    assert (await states(desk), await desk.grants()) == ({}, {})
    with pytest.raises(errors.ScopeNotDeclared):
        await desk.revoke("profile.name")
    await desk.release(signed(code=3))
    assert (await states(desk), await desk.grants()) == ({"profile.name": NOT_ASKED}, {})
    await desk.revoke("profile.name")
    assert await states(desk) == {"profile.name": DENIED}


async def test_grants_are_listed_app_by_app(desk: Desk) -> None:
    for app_id in ("org.b", "org.a"):
        await desk.release(signed(app_id=app_id))
        await desk.grant("profile.name", app_id=app_id)
    listed = (await desk.apps.list_grants(pb.ListGrantsRequest(), caller=SARA)).grants
    assert [each.app_id for each in listed] == ["org.a", "org.b"]
    one = (await desk.apps.list_grants(pb.ListGrantsRequest(app_id="org.b"), caller=SARA)).grants
    assert [(each.app_id, each.decided_at_ms > 0) for each in one] == [("org.b", True)]


async def test_launches_and_packages_are_for_services_only(desk: Desk) -> None:
    version = await desk.release(signed())
    with pytest.raises(PermissionDenied):
        await desk.apps.get_launch(pb.GetLaunchRequest(app_id=APP_ID), caller=SARA)
    with pytest.raises(PermissionDenied):
        await desk.apps.get_package(pb.GetPackageRequest(version_id=version.version_id), caller=SARA)
    request = pb.GetPackageRequest(version_id=version.version_id)
    assert (await desk.apps.get_package(request, caller=SANDBOX)).package


async def test_services_learn_whose_an_app_is(desk: Desk) -> None:
    """Before anything of it is released, too; nobody else is told."""
    await desk.submit(signed())
    request = pb.GetDeveloperRequest(app_id=APP_ID)
    assert (await desk.apps.get_developer(request, caller=SANDBOX)).developer_user_id == LAYLA.user_id
    with pytest.raises(errors.AppNotFound):
        await desk.apps.get_developer(pb.GetDeveloperRequest(app_id="org.example.none"), caller=SANDBOX)
    with pytest.raises(PermissionDenied):
        await desk.apps.get_developer(request, caller=SARA)
