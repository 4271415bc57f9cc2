"""Three demo people who know each other and have begun to talk: once, by the very rpcs everybody uses.

Repeating it after a start that was cut short adds nothing: contacts are contacts already, and each message and the
group has a request id of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.kit.caller import Caller
from core.kit.rpc import Channel
from majlis.identity.v1 import contacts_service_pb2 as contacts_pb
from majlis.identity.v1.contacts_service_rpc import ContactsServiceClient
from majlis.messaging.v1 import conversations_service_pb2 as conversations_pb
from majlis.messaging.v1 import messages_pb2, messages_service_pb2
from majlis.messaging.v1.conversations_service_rpc import ConversationsServiceClient
from majlis.messaging.v1.messages_service_rpc import MessagesServiceClient

CONTACTS = (("layla", "omar"), ("noura", "layla"))
DIRECT = (
    ("layla", "السلام عليكم يا عمر، كيف حالك؟"),
    ("omar", "وعليكم السلام يا ليلى، بخير والحمد لله. وأنتِ؟"),
    ("layla", "بخير. ما رأيك أن نخرج يوم الجمعة إلى الواحة؟"),
    ("omar", "فكرة جميلة! ولتأتِ نورة معنا."),
    ("layla", "سأفتح لنا مجموعة."),
)
TITLE = "رحلة الجمعة"
GROUP = (
    ("layla", "أهلًا بكما! نلتقي يوم الجمعة في الرابعة عصرًا عند الحديقة."),
    ("noura", "ممتاز، عليّ القهوة والتمر ☕"),
    ("omar", "وعليّ السيارة."),
)


class DemoChat:
    """What the demo people say to each other."""

    def __init__(self, channel: Channel) -> None:
        self._contacts = ContactsServiceClient(channel)
        self._conversations = ConversationsServiceClient(channel)
        self._messages = MessagesServiceClient(channel)

    async def begin(self, people: Mapping[str, Caller]) -> None:
        """Make them contacts and have them talk; `people` has all three by username."""
        for asking, answering in CONTACTS:
            await self._meet(asking, people[asking], answering, people[answering])
        layla, omar, noura = people["layla"], people["omar"], people["noura"]
        opening = conversations_pb.OpenDirectRequest(user_id=omar.user_id)
        direct = (await self._conversations.open_direct(opening, caller=layla)).conversation
        await self._talk("direct", direct.conversation_id, DIRECT, people)
        making = conversations_pb.CreateGroupRequest(
            request_id="demo-group", title=TITLE, user_ids=[omar.user_id, noura.user_id]
        )
        group = (await self._conversations.create_group(making, caller=layla)).conversation
        await self._talk("group", group.conversation_id, GROUP, people)

    async def _meet(self, asking: str, one: Caller, answering: str, other: Caller) -> None:
        """The second to ask answers the first."""
        for username, caller in ((answering, one), (asking, other)):
            request = contacts_pb.RequestContactRequest(username=username)
            await self._contacts.request_contact(request, caller=caller)

    async def _talk(
        self, name: str, conversation_id: str, said: tuple[tuple[str, str], ...], people: Mapping[str, Caller]
    ) -> None:
        for number, (username, text) in enumerate(said, 1):
            content = messages_pb2.Content(text=text)
            request = messages_service_pb2.SendMessageRequest(
                request_id=f"demo-{name}-{number}", conversation_id=conversation_id, content=content
            )
            await self._messages.send_message(request, caller=people[username])
