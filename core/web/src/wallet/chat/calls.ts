/** What cards and the composer ask the wallet, beside what its pages ask too. */
import type { Call } from "../../wire/rpc";
import type { Approval, Money, MoneyRequest, MoneyRequestState } from "../shapes";

export interface PacketClaim {
  user_id: string;
  name?: string;
  rank?: number;
  amount: Money;
  best?: boolean;
  claimed_at_ms?: string;
}

export interface Packet {
  packet_id: string;
  conversation_id: string;
  sender_user_id: string;
  sender_name?: string;
  total: Money;
  shares?: number;
  mode?: `RED_PACKET_MODE_${"EQUAL" | "RANDOM"}`;
  greeting?: string;
  state?: `RED_PACKET_STATE_${"OPEN" | "EMPTY" | "EXPIRED"}`;
  claims?: PacketClaim[];
  taken_minor?: string;
  /** Base64, as `seed`. */
  commitment?: string;
  seed?: string;
  transcript_json?: string;
  expires_at_ms?: string;
  refunded_minor?: string;
}

export type SplitMode = `SPLIT_MODE_${"EQUAL" | "BY_PERSON" | "BY_ITEM"}`;

export interface SplitPart {
  user_id: string;
  amount?: Money;
  name?: string;
  state?: MoneyRequestState;
  money_request_id?: string;
}

export interface SplitItem {
  title: string;
  amount: Money;
  user_ids: string[];
}

export interface Split {
  split_id: string;
  conversation_id: string;
  owner_user_id: string;
  title?: string;
  total: Money;
  mode?: SplitMode;
  parts?: SplitPart[];
  items?: SplitItem[];
  closed?: boolean;
}

export class ChatMoney {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  async moneyRequest(money_request_id: string): Promise<MoneyRequest> {
    return (await this.#call<{ money_request: MoneyRequest }>("wallet.v1.PaymentsService/GetMoneyRequest", { money_request_id })).money_request;
  }

  async splitBill(request: { request_id: string; conversation_id: string; title: string; total: Money; mode: SplitMode; parts: SplitPart[]; items: SplitItem[] }): Promise<Split> {
    return (await this.#call<{ split: Split }>("wallet.v1.PaymentsService/SplitBill", request)).split;
  }

  async split(split_id: string): Promise<Split> {
    return (await this.#call<{ split: Split }>("wallet.v1.PaymentsService/GetSplit", { split_id })).split;
  }

  async closeSplit(split_id: string): Promise<Split> {
    return (await this.#call<{ split: Split }>("wallet.v1.PaymentsService/CloseSplit", { split_id })).split;
  }

  async sendPacket(request: { request_id: string; conversation_id: string; total: Money; shares: number; mode: string; greeting: string; approval: Approval }): Promise<Packet> {
    return (await this.#call<{ packet: Packet }>("wallet.v1.RedPacketsService/SendRedPacket", request)).packet;
  }

  claimPacket(packet_id: string): Promise<{ packet: Packet; share: Money }> {
    return this.#call("wallet.v1.RedPacketsService/ClaimRedPacket", { packet_id });
  }

  async packet(packet_id: string): Promise<Packet> {
    return (await this.#call<{ packet: Packet }>("wallet.v1.RedPacketsService/GetRedPacket", { packet_id })).packet;
  }
}
