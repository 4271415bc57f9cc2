"""One table-driven border for everything a guest may ask: (interface, method) → rpc, default deny.

The table is read from the protos' access options: a scope's interface holds the rpcs of that scope, `appdata` an app's
own. Who calls is added here from the event, never taken from the request. Writes are held back for the commit; what
moves money acts at once, under a request_id made here of the event's id and the app's own name for it: an event that
runs again, for whatever reason, gets the first answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from google.protobuf import json_format
from google.protobuf.message import Message

from core.kit import validate
from core.kit.caller import APP, Caller
from core.kit.errors import DomainError, InvalidArgument, MethodUnknown, StatusCode
from core.kit.rpc import Channel, Method, admit, methods_of
from core.kit.user_refs import SubjectMapper, to_users
from core.sandbox.buffer import EventBuffer
from core.sandbox.errors import ConsentRequired, ReadOnly, ScopeDenied, ScopeNotDeclared
from core.sandbox.guest import Place
from majlis.appdata.v1 import appdata_service_pb2 as pb
from majlis.apps.v1 import apps_service_pb2 as apps_pb
from majlis.common.v1 import options_pb2
from majlis.messaging.v1 import messages_service_pb2 as messages_pb
from majlis.wallet.v1 import mandates_service_pb2 as mandates_pb
from majlis.wallet.v1 import merchants_service_pb2 as merchants_pb
from majlis.wallet.v1 import orders_service_pb2 as orders_pb
from majlis_devkit.world import load_contract

APPDATA = "majlis.appdata.v1.AppdataService"
CARDS = messages_pb.SendCardRequest | messages_pb.UpdateCardRequest | messages_pb.OfferCardRequest
WALLET = tuple(
    f"majlis.wallet.v1.{service}"
    for file in (orders_pb, mandates_pb, merchants_pb)
    for service in file.DESCRIPTOR.services_by_name
)
# Of what somebody approved on a sheet of the host's: it was their yes, and any event of the app may see to it.
AGREED = (
    orders_pb.GetOrderRequest, orders_pb.CaptureOrderRequest, orders_pb.VoidOrderRequest, orders_pb.RefundOrderRequest,
    mandates_pb.GetMandateRequest, mandates_pb.ChargeMandateRequest,
)  # fmt: skip
# They move nothing, so an event that runs again on newer documents may ask for something else than the first time.
ASKS = (orders_pb.CreateOrderRequest, mandates_pb.ProposeMandateRequest)
POSITION = "places.position"
READS = ("Get", "Find", "List", "Query", "Is")  # How the name of an rpc begins that changes nothing.
REQUEST_DEPTH_MAX = 32
ServiceNames = tuple[str, ...]


class Grants(Protocol):
    """What people decided about a scope for the app, asked anew for each call: a grant taken back acts at once."""

    async def state(self, scope: str, user_id: str = "") -> int | None: ...


class DocumentNotFound(DomainError):
    """There is no document under this key."""

    reason, code = "DOCUMENT_NOT_FOUND", StatusCode.NOT_FOUND


@dataclass(slots=True)
class EventContext:
    """For whom an event runs, what it may, and what it did so far."""

    app_id: str
    user_id: str
    buffer: EventBuffer
    grants: Grants
    read_only: bool = False
    event_id: str = ""  # The same for every run of it; without one it cannot act at once.
    session_id: str = ""  # The user's; empty for the app's own.
    may_ask: bool = True  # False where nobody tapped who could be asked for a scope.
    consent_scope: str = ""  # The scope the user must be asked for first; the event is then dropped whole.
    shares: bool = False  # A share of the user's position began or ended: their device is told.


class HostCalls:
    """Answers host calls by rpcs over a channel. `services` are those whose APP methods guests may reach."""

    def __init__(self, *, channel: Channel, services: ServiceNames, subjects: SubjectMapper | None = None) -> None:
        self._channel = channel
        self._subjects = subjects
        self._table: dict[tuple[str, str], Method] = {}
        for service in services:
            for method in methods_of(service):
                if APP in method.access:
                    interface = method.scope.replace(".", "-") if method.scope else service.split(".")[1]
                    self._table[interface, method.path.partition("/")[2]] = method
        self._own: dict[str, Callable[[Any, EventContext], Awaitable[Message]]] = {
            "GetDocument": self._get_document,
            "GetDocuments": self._get_documents,
            "QueryDocuments": self._query_documents,
        }

    def missing(self) -> set[tuple[str, str]]:
        """What the contract promises guests and no rpc here answers; empty in a sound build."""
        contract = load_contract()
        promised = {(entry["interface"], name) for entry in contract["scopes"].values() for name in entry["methods"]}
        promised |= {(interface, name) for interface, names in contract["own"].items() for name in names}
        return promised - set(self._table)

    def bound(self, context: EventContext) -> Callable[[str, str, str], Awaitable[str]]:
        """The host-call function of one event: JSON in, JSON out, never raises a refusal."""

        async def call(interface: str, method: str, request: str) -> str:
            try:
                response = await self._answer(context, interface, method, request)
            except DomainError as error:
                return _error_json(error)
            ok = json_format.MessageToDict(response, preserving_proto_field_name=True)
            return json.dumps({"ok": ok}, ensure_ascii=False, separators=(",", ":"))

        return call

    async def _answer(self, context: EventContext, interface: str, name: str, text: str) -> Message:
        method = self._table.get((interface, name))
        if method is None:
            raise MethodUnknown("no such host call", method=f"{interface[:64]}/{name[:64]}")
        request = _parse(method, text)
        if not method.buffered:
            _admit_act(context, method)
        if method.scope:
            await self._need(context, method, request)
        scopes = frozenset({method.scope}) if method.scope else frozenset()
        caller = Caller.app(context.app_id, user_id=context.user_id, scopes=scopes)
        if method.service == APPDATA and name in self._own:
            admit(method, caller)
            validate.check(request)
            return await self._own[name](request, context)
        if method.buffered:
            admit(method, caller)
            validate.check(request)
            # The commit is the host's own call: who is named by the app's words must be named by the host's in it.
            return _hold(context, await to_users(request, caller, self._subjects), method)
        validate.check(request)
        _complete(request, method, context)
        context.shares |= method.scope == POSITION
        return await self._channel.unary(method.path, request, method.response_type, caller=caller)

    async def _need(self, context: EventContext, method: Method, request: Any) -> None:
        """Return if the user granted the scope; else say why not, and remember if they must be asked."""
        scope = method.scope
        state = await context.grants.state(scope)
        if state is None:
            raise ScopeNotDeclared("the manifest does not ask for this scope", scope=scope)
        if _is_for_others(request):
            return
        payer = await self._other_payer(context, request)
        if payer:
            state = await context.grants.state(scope, payer)
        if state == apps_pb.GRANT_STATE_GRANTED and (payer or context.user_id):
            return
        if state == apps_pb.GRANT_STATE_UNSPECIFIED and context.user_id and context.may_ask and not payer:
            context.consent_scope = context.consent_scope or scope
            raise ConsentRequired("the user has not been asked yet", scope=scope, app_id=context.app_id)
        raise ScopeDenied("the user does not allow this", scope=scope, app_id=context.app_id)

    async def _other_payer(self, context: EventContext, request: Any) -> str:
        """Who is asked to pay where it is not the event's user: then it is their consent that counts."""
        if not isinstance(request, orders_pb.CreateOrderRequest) or not request.payer_user_id:
            return ""
        named = orders_pb.CreateOrderRequest(payer_user_id=request.payer_user_id)
        found: Any = await to_users(named, Caller.app(context.app_id), self._subjects)
        return "" if found.payer_user_id == context.user_id else str(found.payer_user_id)

    async def _read(self, name: str, request: Message, response_type: type[Any], context: EventContext) -> Any:
        caller = Caller.app(context.app_id, user_id=context.user_id)
        return await self._channel.unary(f"{APPDATA}/{name}", request, response_type, caller=caller)

    async def _get_document(self, request: pb.GetDocumentRequest, context: EventContext) -> Message:
        found = await self._fetch(request.space, [request.key], context)
        if not found:
            raise DocumentNotFound("there is no such document", key=request.key)
        return pb.GetDocumentResponse(document=found[0])

    async def _get_documents(self, request: pb.GetDocumentsRequest, context: EventContext) -> Message:
        return pb.GetDocumentsResponse(documents=await self._fetch(request.space, request.keys, context))

    async def _fetch(self, space: int, keys: Iterable[str], context: EventContext) -> list[pb.Document]:
        """The documents as the event sees them: its own writes over what is stored."""
        buffer = context.buffer
        held = {key: buffer.overlay((space, key)) for key in keys}
        asked = [key for key, (is_held, _) in held.items() if not is_held]
        stored: dict[str, pb.Document] = {}
        if asked:
            request = pb.GetDocumentsRequest(space=pb.DocumentSpace.ValueType(space), keys=asked)
            response = await self._read("GetDocuments", request, pb.GetDocumentsResponse, context)
            stored = {document.key: document for document in response.documents}
            buffer.read(space, {key: stored[key].version if key in stored else 0 for key in asked})
        documents = [own if is_held else stored.get(key) for key, (is_held, own) in held.items()]
        return [document for document in documents if document is not None]

    async def _query_documents(self, request: pb.QueryDocumentsRequest, context: EventContext) -> Message:
        page = await self._read("QueryDocuments", request, pb.QueryDocumentsResponse, context)
        context.buffer.read(request.space, {document.key: document.version for document in page.documents})
        documents = context.buffer.merge_page(request, page)
        return pb.QueryDocumentsResponse(documents=documents, next_page_token=page.next_page_token)


def _hold(context: EventContext, request: Any, method: Method) -> Message:
    """Keep a write for the commit."""
    if context.read_only:
        raise ReadOnly("a screen may read, never write", method=method.path.partition("/")[2])
    if isinstance(request, CARDS):
        Place.from_link(request.path)
    if isinstance(request, pb.PutDocumentRequest):
        _check_json("value_json", request.value_json)
        context.buffer.put(request)
    elif isinstance(request, pb.DeleteDocumentRequest):
        context.buffer.delete(request)
    else:
        context.buffer.add(pb.Write(**{method.python_name: request}))
    return method.response_type()


def _admit_act(context: EventContext, method: Method) -> None:
    """READ_ONLY for a call that changes something at once where nothing may be changed."""
    name = method.path.partition("/")[2]
    if (context.read_only or not context.event_id) and not name.startswith(READS):
        raise ReadOnly("a screen may read, never write", method=name)


def _complete(request: Any, method: Method, context: EventContext) -> None:
    """Write into the request what only the host knows: the event it is of, and the session."""
    if "session_id" in request.DESCRIPTOR.fields_by_name:
        request.session_id = context.session_id
    if method.idempotency == options_pb2.IDEMPOTENCY_KEYED:
        body = request.SerializeToString(deterministic=True) if isinstance(request, ASKS) else b""
        made_of = b"\0".join([context.event_id.encode(), request.request_id.encode(), body])
        request.request_id = hashlib.sha256(made_of).hexdigest()


def _is_for_others(request: Any) -> bool:
    """True where it is not the event's user whose yes is needed: for what was approved on a sheet, and for a card to
    whom it names or to whoever has it, whose own grants are asked for where it is delivered."""
    if isinstance(request, AGREED):
        return True
    if isinstance(request, messages_pb.SendCardRequest):
        return bool(request.user_id)
    return isinstance(request, messages_pb.UpdateCardRequest)


def _check_json(field: str, text: str) -> None:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidArgument(f"{field}: is not JSON", field=field, why="is not JSON") from None


def _parse(method: Method, text: str) -> Message:
    try:
        parsed: Message = json_format.Parse(text, method.request_type(), max_recursion_depth=REQUEST_DEPTH_MAX)
    except (json_format.ParseError, RecursionError, ValueError) as error:
        why = f"is not a {method.request_type.__name__}: {str(error)[:200]}"
        raise InvalidArgument(f"the request {why}", field="", why=why) from None
    return parsed


def _error_json(error: DomainError) -> str:
    body = {"reason": error.reason, "message": error.message[:500], "metadata": error.metadata()}
    return json.dumps({"error": body}, ensure_ascii=False)
