/** Cards of money in every state there is, and the wallet's side of them played. */
import type { Content, WalletCard } from "../chat/shapes";

// As chat_fixtures has it; that file imports this one.
const NOW_MS = Date.UTC(2026, 10, 21, 18, 30);
const HOUR_MS = 3_600_000;
const [ME, LAYLA, OMAR] = ["usr_me", "usr_layla", "usr_omar"];

interface Shown {
  sender: string;
  content: Content;
}

const sar = (amount_minor: number): { currency_code: string; amount_minor: string } => ({ currency_code: "SAR", amount_minor: String(amount_minor) });
let made = 0;

function card(kind: string, state: string, sender: string, more: Partial<WalletCard>): Shown {
  made += 1;
  const held: WalletCard = { kind: `WALLET_CARD_KIND_${kind}`, ref_id: `ref_${made}`, state, amount: sar(2_500), revision: "1", ...more };
  return { sender, content: { wallet_card: held, fallback_text: "بطاقة · Card" } };
}

const pay = (state: string, from: string, to: string, more: Partial<WalletCard> = {}): Shown => card("PAYMENT", state, from, { from_user_id: from, to_user_id: to, ...more });
const ask = (state: string, from: string, to: string, more: Partial<WalletCard> = {}): Shown => card("MONEY_REQUEST", state, to, { from_user_id: from, to_user_id: to, ...more });
const packet = (state: string, done: number, of: number, more: Partial<WalletCard> = {}): Shown =>
  card("RED_PACKET", state, LAYLA, { from_user_id: LAYLA, done, of, amount: sar(10_000), decide_by_ms: String(NOW_MS + 20 * HOUR_MS), commitment: COMMITMENT, ...more });

// Drawn by wallet/packets/draw.py from 32 bytes of 7.
const COMMITMENT = "rTyzvHAR6EdNXeYwIPndU12t2zgp0Ae2GwuHGdJXqhs=";
export const TRANSCRIPT = '{"format":"majlis-red-packet-1","packet_id":"pkt_drawn","currency_code":"SAR","total_minor":10000,"shares":3,"mode":"random","commitment":"ad3cb3bc7011e8474d5de63020f9dd535daddb3829d007b61b0b8719d257aa1b","seed":"0707070707070707070707070707070707070707070707070707070707070707","state":"empty","claims":[{"rank":0,"user_id":"usr_layla","amount_minor":4872,"claimed_at_ms":0},{"rank":1,"user_id":"usr_me","amount_minor":283,"claimed_at_ms":0},{"rank":2,"user_id":"usr_omar","amount_minor":4845,"claimed_at_ms":0}]}';

/** Between two. */
export const MONEY: Shown[] = [
  pay("waiting", ME, LAYLA, { note: "عشاء الخميس", decide_by_ms: String(NOW_MS + 7_000) }),
  pay("waiting", LAYLA, ME, { amount: sar(125_050), decide_by_ms: String(NOW_MS + 9_000) }),
  pay("waiting", LAYLA, ME, { note: "Thanks for the ride, see you on Sunday", decide_by_ms: String(NOW_MS + 20 * HOUR_MS) }),
  pay("paid", ME, LAYLA, { note: "عشاء الخميس" }),
  pay("paid", LAYLA, ME, { amount: { currency_code: "KWD", amount_minor: "12345678" } }),
  pay("taken_back", ME, LAYLA),
  pay("declined", ME, LAYLA),
  pay("returned", LAYLA, ME, { note: "هذا نص أطول قليلًا لنرى كيف يلتف السطر في جوال صغير مع كلمات English فيه" }),
  ask("open", ME, LAYLA, { note: "نصيبك من هدية أمي", decide_by_ms: String(NOW_MS + 90 * HOUR_MS) }),
  ask("open", LAYLA, ME, { decide_by_ms: String(NOW_MS + 90 * HOUR_MS) }),
  ask("paid", ME, LAYLA),
  ask("declined", LAYLA, ME),
  card("RECEIPT", "paid", "", { app_id: "org.majlis.polls", title_ar: "كبسة دجاج وسلطة", title_en: "Chicken kabsa and salad", amount: sar(4_650) }),
  card("RECEIPT", "paid", "", { app_id: "org.majlis.polls", title_ar: "توصيل", title_en: "Delivery", refunded_minor: "900" }),
  card("PIN_RESET", "waiting", "", { decide_by_ms: String(NOW_MS + 24 * HOUR_MS) }),
  card("PIN_RESET", "stopped", "", { decide_by_ms: String(NOW_MS + 24 * HOUR_MS) }),
  card("RECEIPT", "voided", "", { app_id: "org.majlis.gone", title_ar: "مشوار", title_en: "A ride" }),
];

/** Among many. */
export const GIFTS: Shown[] = [
  card("SPLIT", "open", OMAR, { from_user_id: OMAR, to_user_id: OMAR, note: "عشاء المطعم", amount: sar(48_000), done: 2, of: 4 }),
  card("SPLIT", "open", ME, { from_user_id: ME, to_user_id: ME, note: "Camping trip", amount: sar(90_000), done: 5, of: 5 }),
  packet("open", 1, 3, { note: "عيدكم مبارك يا أحباب" }),
  packet("empty", 3, 3, { note: "عيدكم مبارك يا أحباب", ref_id: "pkt_drawn" }),
  packet("expired", 1, 3, { note: "", from_user_id: ME }),
  packet("open", 0, 1, { from_user_id: ME }),
];

const NAMES: [string, string][] = [[LAYLA, "ليلى السالم"], [ME, "أنا"], [OMAR, "Omar Haddad"]];

/** What the wallet answers to what cards and forms ask. */
export function walletAnswer(name: string, request: object): object {
  if (name === "ListAccounts") return { accounts: [{ account_id: "acct_1", balance: { currency_code: "SAR", available_minor: "132500", total_minor: "132500" } }] };
  if (name === "GetGuard") return { guard: { has_pin: true, mark: { emoji: "🌴", phrase: "نخلة بيتنا" } } };
  if (name === "ResolvePayee") return { payee: { user_id: LAYLA, name: "ليلى السالم", is_contact: true, take_back_s: 10 } };
  if (name === "GetMoneyRequest") return { money_request: { money_request_id: "req_1", payee_user_id: LAYLA, payer_user_id: ME, payee_name: "ليلى السالم", payer_name: "أنا", amount: sar(2_500), note: "نصيبك من هدية أمي", state: "MONEY_REQUEST_STATE_OPEN" } };
  if (name === "GetSplit") {
    const part = (user_id: string, called: string, state: string): object => ({ user_id, name: called, amount: sar(12_000), state: `MONEY_REQUEST_STATE_${state}`, money_request_id: "req_1" });
    return { split: { split_id: "spl_1", conversation_id: "conv_gifts", owner_user_id: OMAR, title: "عشاء المطعم", total: sar(48_000), parts: [part(OMAR, "Omar Haddad", "PAID"), part(ME, "أنا", "OPEN"), part(LAYLA, "ليلى السالم", "PAID"), part("usr_noor", "نور", "DECLINED")] } };
  }
  if (name === "ClaimRedPacket" || name === "GetRedPacket") return packetAnswer((request as { packet_id: string }).packet_id === "pkt_drawn");
  return {};
}

function packetAnswer(drawn: boolean): object {
  const told = JSON.parse(TRANSCRIPT) as { claims: { rank: number; amount_minor: number }[] };
  const claims = told.claims.slice(0, drawn ? 3 : 2).map(({ rank, amount_minor }) => ({
    rank, user_id: NAMES[rank]?.[0] ?? "", name: NAMES[rank]?.[1] ?? "", amount: sar(amount_minor), claimed_at_ms: String(NOW_MS - (5 - rank) * 60_000), best: drawn && amount_minor === Math.max(...told.claims.map((one) => one.amount_minor)),
  }));
  const packet = {
    packet_id: drawn ? "pkt_drawn" : "pkt_open", conversation_id: "conv_gifts", sender_user_id: LAYLA, sender_name: "ليلى السالم", total: sar(10_000), shares: 3, mode: "RED_PACKET_MODE_RANDOM",
    greeting: "عيدكم مبارك يا أحباب", state: drawn ? "RED_PACKET_STATE_EMPTY" : "RED_PACKET_STATE_OPEN", claims, taken_minor: String(claims.reduce((sum, one) => sum + Number(one.amount.amount_minor), 0)), commitment: COMMITMENT,
    ...(drawn ? { transcript_json: TRANSCRIPT } : {}),
  };
  return { packet, share: claims[1]?.amount };
}
