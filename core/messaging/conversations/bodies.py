"""What the updates of a conversation say of itself, as the characters its log keeps."""

from __future__ import annotations

from google.protobuf import json_format

from majlis.messaging.v1 import messages_pb2 as pb


def body_json(body: pb.UpdateBody) -> str:
    """Protobuf JSON with the proto's own names, on one line."""
    # Not the default: then a client would have to know two spellings of each field.
    return json_format.MessageToJson(body, indent=None, preserving_proto_field_name=True, ensure_ascii=False)


def member_json(user_id: str, event: int, role: int, display_name: str) -> str:
    """Of an update of kind MEMBER."""
    change = pb.MemberChange(
        user_id=user_id,
        event=pb.MemberEvent.ValueType(event),
        role=pb.MemberRole.ValueType(role),
        display_name=display_name,
    )
    return body_json(pb.UpdateBody(member=change))


def settings_json(settings: pb.ConversationSettings) -> str:
    """Of an update of kind CONVERSATION: all settings as they are from then on."""
    return body_json(pb.UpdateBody(conversation=settings))


def settings_of(body: str) -> pb.ConversationSettings:
    """The settings such a body holds."""
    return json_format.Parse(body, pb.UpdateBody()).conversation
