"""Sending: once, in one order, refused alone, answered after the commit."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from core.kit.caller import Caller
from core.kit.db import connect
from core.kit.errors import DomainError, InvalidArgument, RequestIdReused
from core.messaging.errors import ConversationNotFound, MessageNotFound, NotContacts, RoleMissing, Silenced
from core.messaging.media.errors import MediaNotFound
from core.messaging.messages import content, sending
from core.messaging.messages.errors import MessageTooLarge
from core.messaging.messages.sending import BATCH_MAX, Outgoing, Sender
from core.messaging.tables import members, mentions
from majlis.identity.v1 import contacts_service_pb2 as contacts_pb
from majlis.messaging.v1 import conversations_service_pb2 as conversations_pb
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb
from tests.support.chat_desk import request_id
from tests.support.chat_replay import check_chain
from tests.support.message_desk import MessageDesk, text_of


async def test_a_message_is_the_next_update_with_the_very_text(desk: MessageDesk) -> None:
    """What people wrote is not changed, however odd: clients isolate it, the host keeps it."""
    layla, omar, direct = await desk.pair()
    odd = "سلام \u202egnitirw\u202c \u200f👨‍👩‍👧 e\u0301" + "\u0651" * 60
    sent = await desk.post(layla, direct, odd)
    assert text_of(sent) == odd
    got = (await desk.page(omar, direct)).messages[-1]
    assert (got.seq, got.sender_id, text_of(got)) == (sent.seq, layla.user_id, odd)
    assert [each.seq for each in desk.told[-1].updates] == [sent.seq]


async def test_a_repeated_request_gives_the_same_update_for_ever(desk: MessageDesk) -> None:
    """G2: after an edit, after a recall, after leaving; the phone that comes out of the tunnel sends nothing twice."""
    _layla, omar, _salma, group = await desk.three()
    sent = await desk.post(omar, group, "once", id="r1")
    assert await desk.post(omar, group, "once", id="r1") == sent
    await desk.recall(omar, group, sent.seq)
    await desk.conversations.leave_conversation(
        conversations_pb.LeaveConversationRequest(conversation_id=group, request_id=request_id()), caller=omar
    )
    again = await desk.post(omar, group, "once", id="r1")
    assert (again.seq, again.created_at_ms, again.commitment) == (sent.seq, sent.created_at_ms, sent.commitment)
    assert again.body_json == ""
    assert len([each for each in await desk.updates(group) if each.request_id == "r1"]) == 1


async def test_the_same_id_with_another_body_is_refused(desk: MessageDesk) -> None:
    """Two messages under one id would be a client's fault that loses one of them."""
    layla, _omar, direct = await desk.pair()
    await desk.post(layla, direct, "first", id="r1")
    with pytest.raises(RequestIdReused):
        await desk.post(layla, direct, "second", id="r1")
    with pytest.raises(RequestIdReused):
        await desk.recall(layla, direct, 2, id="r1")


async def test_many_at_once_get_dense_numbers_and_a_repetition_gets_one(desk: MessageDesk) -> None:
    """G3: batches of several conversations, more than fit into one, each request twice at the same moment."""
    layla, omar, direct = await desk.pair()
    group = await desk.group(layla, omar)
    before = {each: len(await desk.updates(each)) for each in (direct, group)}
    sends = [(person, of, f"{n}") for n in range(BATCH_MAX // 3) for person in (layla, omar) for of in (direct, group)]
    answers = await asyncio.gather(
        *(desk.post(person, of, f"{of} {n}", id=f"{of[-4:]}{n}") for person, of, n in sends for _ in range(2))
    )
    for of in (direct, group):
        seqs = [each.seq for each in await desk.updates(of)]
        assert seqs == list(range(1, before[of] + 2 * (BATCH_MAX // 3) + 1))
    assert [each.seq for each in answers[::2]] == [each.seq for each in answers[1::2]]


async def test_two_processes_at_once_number_without_a_gap(desk: MessageDesk, database_url: str) -> None:
    """On PostgreSQL they collide and are run again; on SQLite they wait for each other. Nothing is lost or doubled."""
    layla, omar, direct = await desk.pair()
    other = connect(database_url)
    senders = [Sender(db=db, log=desk.log, tell=lambda changes: None) for db in (desk.database, other)]

    def outgoing(person: Caller, id: str) -> Outgoing:
        held = pb.Content(text=id)
        return Outgoing(direct, person.user_id, id, id.encode(), held, content.body_json(held))

    try:
        made = await asyncio.gather(
            *(
                sender.send(outgoing(person, f"r{n}"))
                for n in range(40)
                for person in (layla, omar)
                for sender in senders
            )
        )
    finally:
        other.close()
    assert [each.seq for each in made[::2]] == [each.seq for each in made[1::2]]
    assert [each.seq for each in await desk.updates(direct)] == list(range(1, 1 + 1 + 80))
    page = await desk.listed(layla, direct, page_size=500)
    check_chain(page.updates, page.before_hash, page.to_hash)


async def test_in_a_batch_each_is_refused_alone(desk: MessageDesk) -> None:
    """A neighbour's mistake must not cost anybody's message."""
    layla, omar, direct = await desk.pair()
    stranger = await desk.person("mallory")
    answers = await asyncio.gather(
        desk.post(layla, direct, "one"), desk.post(stranger, direct, "two"), desk.post(omar, direct, "three"),
        desk.post(layla, direct, pb.Content(text="four", reply_to_seq=99)), return_exceptions=True,
    )  # fmt: skip
    assert [type(each) for each in answers] == [pb.Update, ConversationNotFound, pb.Update, MessageNotFound]
    assert len(await desk.updates(direct)) == 1 + 2


async def test_a_fault_of_one_does_not_sink_its_batch(desk: MessageDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever we got wrong about one message, the others of that moment go out."""
    layla, omar, direct = await desk.pair()
    real = sending.rights.check_writes

    def faulty(seat: object) -> None:
        if seat.user_id == omar.user_id:  # type: ignore[attr-defined]
            raise ZeroDivisionError
        real(seat)  # type: ignore[arg-type]

    monkeypatch.setattr(sending.rights, "check_writes", faulty)
    answers = await asyncio.gather(
        *(desk.post(each, direct, "x") for each in (layla, omar, layla)), return_exceptions=True
    )
    assert [isinstance(each, pb.Update) for each in answers] == [True, False, True]


async def test_a_sender_who_went_away_harms_nobody(desk: MessageDesk) -> None:
    """A cancelled call may or may not have been committed; the next ones are answered."""
    layla, _omar, direct = await desk.pair()
    gone = asyncio.ensure_future(desk.post(layla, direct, "gone", id="gone"))
    stays = asyncio.ensure_future(desk.post(layla, direct, "stays"))
    await asyncio.sleep(0)
    gone.cancel()
    assert text_of(await stays) == "stays"
    assert text_of(await desk.post(layla, direct, "gone", id="gone")) == "gone"


async def test_who_may_not_write_is_told_why(desk: MessageDesk) -> None:
    """Readers, the silenced, those who left, strangers, and people who are no longer contacts."""
    layla, omar, salma, group = await desk.three()
    direct = await desk.direct(layla, omar)
    channel = await desk.channel(layla, omar)

    async def refused(person: Caller, of: str) -> type[Exception]:
        with pytest.raises(DomainError) as refusal:
            await desk.post(person, of, "x")
        return type(refusal.value)

    assert await refused(omar, channel) is RoleMissing
    assert await refused(await desk.person("mallory"), group) is ConversationNotFound
    assert await refused(layla, "conv_none") is ConversationNotFound
    await desk.write(
        lambda tx: tx.execute(members.update().where(members.c.user_id == omar.user_id).values(silenced=True)) and None
    )
    assert await refused(omar, group) is Silenced
    await desk.identity.contacts.block_person(contacts_pb.BlockPersonRequest(user_id=omar.user_id), caller=layla)
    assert await refused(layla, direct) is NotContacts
    assert await refused(omar, direct) is NotContacts
    await desk.conversations.leave_conversation(
        conversations_pb.LeaveConversationRequest(conversation_id=group, request_id=request_id()), caller=salma
    )
    assert await refused(salma, group) is RoleMissing
    assert (await desk.post(layla, channel, "x")).seq


@pytest.mark.parametrize(("chars", "fits"), [(4_096, True), (4_097, False)])
async def test_a_text_has_4096_code_points_at_most(desk: MessageDesk, chars: int, fits: bool) -> None:
    """The refusal says the limit, so that a client can say how much is too much."""
    layla, _omar, direct = await desk.pair()
    if fits:
        assert len(text_of(await desk.post(layla, direct, "😀" * chars))) == chars
        return
    with pytest.raises(MessageTooLarge) as refusal:
        await desk.post(layla, direct, "😀" * chars)
    assert refusal.value.facts["limit"] == 4_096


async def test_a_reader_of_a_channel_is_called_by_nobody(desk: MessageDesk) -> None:
    """The post would tell all others who reads it, and its refusal its writer; they are answered like nobody."""
    layla, omar = await desk.person("layla"), await desk.person("omar")
    news = await desk.channel(layla, omar)
    for whom in (omar.user_id, "usr_nobody"):
        with pytest.raises(InvalidArgument, match="is not in this conversation"):
            await desk.post(layla, news, pb.Content(text="x", mention_user_ids=[whom]))
    await desk.post(layla, news, pb.Content(text="x", mention_user_ids=[layla.user_id]))


async def test_mentions_are_of_members_and_all_is_for_admins(desk: MessageDesk) -> None:
    """Else anybody could ring anybody."""
    layla, omar, salma, group = await desk.three()
    stranger = await desk.person("mallory")
    called = pb.Content(text="hi", mention_user_ids=[salma.user_id, salma.user_id])
    sent = await desk.post(omar, group, called)
    with pytest.raises(InvalidArgument) as refusal:
        await desk.post(omar, group, pb.Content(text="x", mention_user_ids=[salma.user_id, stranger.user_id]))
    assert refusal.value.facts["field"] == "content.mention_user_ids[1]"
    with pytest.raises(RoleMissing):
        await desk.post(omar, group, pb.Content(text="x", mentions_all=True))
    everybody = await desk.post(layla, group, pb.Content(text="x", mentions_all=True))
    rows = await desk.read(lambda tx: tx.execute(sa.select(mentions.c.user_id, mentions.c.seq)).all())
    assert {tuple(row) for row in rows} == {(salma.user_id, sent.seq), ("", everybody.seq)}


async def test_an_answer_is_to_a_message_of_the_same_conversation(desk: MessageDesk) -> None:
    """Not to a line about the conversation, not to what the writer may not see."""
    layla, omar, _salma, group = await desk.three()
    first = await desk.post(layla, group, "first")
    assert (await desk.post(omar, group, pb.Content(text="yes", reply_to_seq=first.seq))).seq == first.seq + 1
    for seq in (1, first.seq + 9):
        with pytest.raises(MessageNotFound):
            await desk.post(omar, group, pb.Content(text="no", reply_to_seq=seq))


async def test_a_file_that_is_not_the_senders_is_not_found(desk: MessageDesk) -> None:
    """Ids of files are no keys to them."""
    layla, _omar, direct = await desk.pair()
    with pytest.raises(MediaNotFound):
        await desk.post(layla, direct, pb.Content(image=pb.Image(media_id="med_somebodys")))
    assert len(await desk.updates(direct)) == 1


async def test_a_shared_contact_has_the_name_its_person_gave_themselves(desk: MessageDesk) -> None:
    """Not one the sender made up; a code that is nobody's is refused."""
    layla, omar, direct = await desk.pair()
    code = (await desk.identity.contacts.get_my_code(contacts_pb.GetMyCodeRequest(), caller=omar)).code
    sent = await desk.post(layla, direct, pb.Content(contact=pb.ContactShare(code=code, display_name="Fake")))
    assert '"display_name":"Omar"' in sent.body_json
    with pytest.raises(InvalidArgument) as refusal:
        await desk.post(layla, direct, pb.Content(contact=pb.ContactShare(code="nobodys")))
    assert refusal.value.facts["field"] == "content.contact.code"


async def test_a_shared_contact_is_answered_again_when_its_code_has_ended(desk: MessageDesk) -> None:
    """A retry after a lost answer must not say that what was sent was refused."""
    layla, omar, direct = await desk.pair()
    code = (await desk.identity.contacts.get_my_code(contacts_pb.GetMyCodeRequest(), caller=omar)).code
    shared = pb.Content(contact=pb.ContactShare(code=code))
    sent = await desk.post(layla, direct, shared, id="r1")
    await desk.identity.contacts.renew_my_code(contacts_pb.RenewMyCodeRequest(), caller=omar)
    assert await desk.post(layla, direct, shared, id="r1") == sent


async def test_a_note_of_the_host_is_posted_once(desk: MessageDesk) -> None:
    """Services have their own request ids, and people never see them."""
    layla, _omar, direct = await desk.pair()
    note = pb.Note(key="transfer-sent", facts={"amount": "12.50 SAR"})
    request = service_pb.PostNoteRequest(request_id="r1", conversation_id=direct, note=note)
    first, again = [
        (await desk.messages.post_note(request, caller=Caller.of_service("wallet"))).update for _ in range(2)
    ]
    other = (await desk.messages.post_note(request, caller=Caller.of_service("apps"))).update
    assert first == again
    assert (first.sender_id, first.request_id, other.seq) == ("", "r1", first.seq + 1)
    assert (await desk.listed(layla, direct)).updates[-1].request_id == ""
    with pytest.raises(ConversationNotFound):
        await desk.messages.post_note(
            service_pb.PostNoteRequest(request_id="r2", conversation_id="conv_no", note=note),
            caller=Caller.of_service("wallet"),
        )
