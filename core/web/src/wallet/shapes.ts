/** The wallet's messages as protobuf JSON: int64 arrives as text, bytes in base64, what is zero or empty may be left out. */

export interface Money {
  currency_code: string;
  amount_minor?: string | number;
}

export interface Approval {
  pin: string;
  password?: string;
}

// --- guard ----------------------------------------------------------------------------------------------------

export interface Mark {
  emoji: string;
  phrase: string;
}

export interface Guard {
  has_pin?: boolean;
  locked_until_ms?: string;
  tries_left?: number;
  reset_at_ms?: string;
  mark?: Mark;
}

export interface Limit {
  app_id?: string;
  currency_code: string;
  daily_max_minor?: string;
  left_minor?: string;
}

// --- ledger ---------------------------------------------------------------------------------------------------

export interface Balance {
  currency_code: string;
  available_minor?: string;
  held_minor?: string;
  total_minor?: string;
  incoming_pending_minor?: string;
  frozen?: boolean;
}

export interface MoneyAccount {
  account_id: string;
  balance: Balance;
  opened_at_ms?: string;
}

export type LabelKind =
  | "LABEL_KIND_UNSPECIFIED"
  | "LABEL_KIND_PAYMENT"
  | "LABEL_KIND_RED_PACKET"
  | "LABEL_KIND_ORDER"
  | "LABEL_KIND_REFUND"
  | "LABEL_KIND_MANDATE"
  | "LABEL_KIND_TOP_UP"
  | "LABEL_KIND_PAY_OUT"
  | "LABEL_KIND_WITHDRAWAL";

export interface Label {
  kind?: LabelKind;
  ref_id?: string;
  note?: string;
  title_ar?: string;
  title_en?: string;
  app_id?: string;
  user_id?: string;
  name?: string;
}

export type TransferKind =
  | "TRANSFER_KIND_PAYMENT"
  | "TRANSFER_KIND_HOLD"
  | "TRANSFER_KIND_CAPTURE"
  | "TRANSFER_KIND_VOID"
  | "TRANSFER_KIND_EXPIRY";

export type Direction = "DIRECTION_UNSPECIFIED" | "DIRECTION_IN" | "DIRECTION_OUT";

export interface Owner {
  user_id?: string;
  app_id?: string;
  platform?: string;
}

export interface Line {
  transfer_id: string;
  kind: TransferKind;
  direction: Direction;
  amount_minor?: string;
  moved_minor?: string;
  total_minor?: string;
  held_minor?: string;
  created_at_ms: string;
  counterparty?: Owner;
  hold_state?: string;
  captured_minor?: string;
  expires_at_ms?: string;
  hold_id?: string;
  refund_of?: string;
  label?: Label;
}

export interface Receipt {
  seq?: string;
  block_number?: string;
  block_hash?: string;
}

export interface LinesAsked {
  account_id: string;
  page_size?: number;
  page_token?: string;
  from_ms?: number;
  to_ms?: number;
  direction?: Direction;
  label_kind?: LabelKind;
  query?: string;
  moved_only?: boolean;
}

export interface LinesPage {
  lines?: Line[];
  currency_code?: string;
  next_page_token?: string;
}

export interface BalanceThen {
  currency_code: string;
  available_minor?: string;
  held_minor?: string;
  total_minor?: string;
}

// --- between people -------------------------------------------------------------------------------------------

export interface Payee {
  user_id: string;
  name: string;
  is_contact?: boolean;
  take_back_s?: number;
  amount?: Money;
  note?: string;
}

export type PaymentState = `PAYMENT_STATE_${"WAITING" | "PAID" | "TAKEN_BACK" | "DECLINED" | "RETURNED"}`;

export interface Payment {
  payment_id: string;
  payer_user_id: string;
  payee_user_id: string;
  payer_name: string;
  payee_name: string;
  amount: Money;
  note?: string;
  state: PaymentState;
  to_contact?: boolean;
  decide_by_ms?: string;
  created_at_ms?: string;
  settled_at_ms?: string;
  money_request_id?: string;
  transfer_id?: string;
}

export type MoneyRequestState = `MONEY_REQUEST_STATE_${"OPEN" | "PAID" | "DECLINED" | "CANCELLED" | "EXPIRED"}`;

export interface MoneyRequest {
  money_request_id: string;
  payee_user_id: string;
  payer_user_id: string;
  payee_name: string;
  payer_name: string;
  amount: Money;
  note?: string;
  state: MoneyRequestState;
  split_id?: string;
  payment_id?: string;
  created_at_ms?: string;
  expires_at_ms?: string;
}

export interface PayCode {
  pay_code: string;
  expires_at_ms: string;
}

// --- orders and mandates --------------------------------------------------------------------------------------

export type OrderState = `ORDER_STATE_${"OPEN" | "HELD" | "PAID" | "DECLINED" | "EXPIRED" | "VOIDED"}`;

export interface OrderLine {
  title_ar?: string;
  title_en?: string;
  quantity?: number;
  unit_minor?: string;
  is_fee?: boolean;
}

export interface OrderSplit {
  payee_user_id: string;
  basis_points?: number;
  name?: string;
}

export interface Order {
  order_id: string;
  app_id: string;
  name?: string;
  title_ar?: string;
  title_en?: string;
  lines?: OrderLine[];
  total: Money;
  state: OrderState;
  hold?: boolean;
  may_tip?: boolean;
  tip_minor?: string;
  paid_minor?: string;
  refunded_minor?: string;
  splits?: OrderSplit[];
  refunds?: { refund_id: string; amount: Money; created_at_ms?: string }[];
  created_at_ms?: string;
  expires_at_ms?: string;
  hold_expires_at_ms?: string;
  settled_at_ms?: string;
}

export interface OrderSheet {
  order: Order;
  available_minor?: string;
  has_pin?: boolean;
  mark?: Mark;
  step_up?: boolean;
}

export type MandateState = `MANDATE_STATE_${"PROPOSED" | "ACTIVE" | "DECLINED" | "REVOKED" | "EXPIRED"}`;

export interface Mandate {
  mandate_id: string;
  app_id: string;
  title_ar?: string;
  title_en?: string;
  max: Money;
  window_s?: number;
  spent_minor?: string;
  state: MandateState;
  created_at_ms?: string;
  expires_at_ms?: string;
}

export interface AppStanding {
  app_id: string;
  currency_code: string;
  held_minor?: string;
  mandate_left_minor?: string;
  paid_minor?: string;
  refunded_minor?: string;
  open_orders?: number;
}

// --- the bank and merchants -----------------------------------------------------------------------------------

export type BankTransferState = `BANK_TRANSFER_STATE_${"PENDING" | "DONE" | "FAILED" | "RETURNED"}`;

export interface BankTransfer {
  bank_transfer_id: string;
  kind: "BANK_TRANSFER_KIND_TOP_UP" | "BANK_TRANSFER_KIND_PAY_OUT";
  amount: Money;
  state: BankTransferState;
  why?: string;
  created_at_ms?: string;
  settled_at_ms?: string;
}

export interface MerchantBalance {
  currency_code: string;
  available_minor?: string;
  held_minor?: string;
  sales_minor?: string;
  refunds_minor?: string;
  fees_minor?: string;
  shared_minor?: string;
  owed_minor?: string;
}

export interface Merchant {
  balances?: MerchantBalance[];
  fee_basis_points?: number;
  payees?: number;
}

export interface Settlement {
  settlement_id: string;
  kind: `SETTLEMENT_KIND_${"SALE" | "REFUND" | "CHARGE" | "WITHDRAWAL"}`;
  gross: Money;
  fee_minor?: string;
  shared_minor?: string;
  net_minor?: string;
  created_at_ms?: string;
  name?: string;
  debt_minor?: string;
}

/** int64 as it arrives. */
export const minor = (value: string | number | undefined): bigint => BigInt(value || 0);
