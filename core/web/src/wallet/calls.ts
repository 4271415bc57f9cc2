/** The wallet's rpcs by name, over whichever line the page has. */
import type { Call } from "../wire/rpc";
import type {
  Approval,
  AppStanding,
  BalanceThen,
  BankTransfer,
  Guard,
  Limit,
  Line,
  LinesAsked,
  LinesPage,
  Mandate,
  Mark,
  Merchant,
  Money,
  MoneyAccount,
  MoneyRequest,
  Order,
  OrderSheet,
  PayCode,
  Payee,
  Payment,
  Receipt,
  Settlement,
} from "./shapes";

/** Lists of the wallet are read whole where they are short by nature, and no further than this. */
const PAGES_MAX = 10;
const PAGE_SIZE = 200;

export class WalletCalls {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  #ask<Answer>(service: string, method: string, request: object = {}): Promise<Answer> {
    return this.#call<Answer>(`wallet.v1.${service}Service/${method}`, request);
  }

  async #all<Item>(service: string, method: string, field: string, request: object = {}): Promise<Item[]> {
    const found: Item[] = [];
    let page_token = "";
    for (let page = 0; page < PAGES_MAX; page += 1) {
      const answer: Record<string, unknown> = await this.#ask(service, method, { ...request, page_size: PAGE_SIZE, page_token });
      found.push(...((answer[field] as Item[] | undefined) ?? []));
      page_token = (answer.next_page_token as string | undefined) ?? "";
      if (!page_token) break;
    }
    return found;
  }

  // --- guard

  async guard(): Promise<Guard> {
    return (await this.#ask<{ guard?: Guard }>("Guard", "GetGuard")).guard ?? {};
  }

  async setPin(pin: string, password: string): Promise<Guard> {
    return (await this.#ask<{ guard?: Guard }>("Guard", "SetPin", { pin, password })).guard ?? {};
  }

  async changePin(old_pin: string, new_pin: string): Promise<Guard> {
    return (await this.#ask<{ guard?: Guard }>("Guard", "ChangePin", { old_pin, new_pin })).guard ?? {};
  }

  async resetPin(new_pin: string, password: string): Promise<Guard> {
    return (await this.#ask<{ guard?: Guard }>("Guard", "ResetPin", { new_pin, password })).guard ?? {};
  }

  async cancelPinReset(): Promise<Guard> {
    return (await this.#ask<{ guard?: Guard }>("Guard", "CancelPinReset")).guard ?? {};
  }

  async setMark(mark: Mark, pin: string): Promise<Guard> {
    return (await this.#ask<{ guard?: Guard }>("Guard", "SetMark", { mark, pin })).guard ?? {};
  }

  async limits(currency_code: string): Promise<Limit[]> {
    return (await this.#ask<{ limits?: Limit[] }>("Guard", "ListLimits", { currency_code })).limits ?? [];
  }

  async setLimit(limit: { app_id: string; currency_code: string; daily_max_minor: string; approval: Approval }): Promise<Limit> {
    return (await this.#ask<{ limit: Limit }>("Guard", "SetLimit", limit)).limit;
  }

  // --- ledger

  async openAccount(currency_code: string): Promise<MoneyAccount> {
    return (await this.#ask<{ account: MoneyAccount }>("Wallet", "OpenAccount", { currency_code })).account;
  }

  async accounts(): Promise<MoneyAccount[]> {
    return (await this.#ask<{ accounts?: MoneyAccount[] }>("Wallet", "ListAccounts")).accounts ?? [];
  }

  balanceAt(account_id: string, at_ms: number): Promise<BalanceThen> {
    return this.#ask("Wallet", "GetBalanceAt", { account_id, at_ms: String(at_ms) });
  }

  lines({ from_ms, to_ms, ...rest }: LinesAsked): Promise<LinesPage> {
    return this.#ask("Wallet", "ListTransfers", { ...rest, from_ms: String(from_ms ?? 0), to_ms: String(to_ms ?? 0) });
  }

  transfer(transfer_id: string): Promise<{ account_id: string; currency_code: string; line: Line; receipt?: Receipt }> {
    return this.#ask("Wallet", "GetTransfer", { transfer_id });
  }

  /** The statement with its proofs, base64 of JSON. */
  async provenStatement(account_id: string, from_ms = 0, to_ms = 0): Promise<string> {
    const request = { account_id, from_ms: String(from_ms), to_ms: String(to_ms) };
    return (await this.#ask<{ statement_json?: string }>("Wallet", "ExportStatement", request)).statement_json ?? "";
  }

  // --- between people

  async payee(of: { user_id: string } | { pay_code: string }): Promise<Payee> {
    return (await this.#ask<{ payee: Payee }>("Payments", "ResolvePayee", of)).payee;
  }

  async pay(request: {
    request_id: string;
    payee_user_id: string;
    payee_name: string;
    amount: Money;
    note: string;
    pay_code: string;
    approval: Approval;
  }): Promise<Payment> {
    return (await this.#ask<{ payment: Payment }>("Payments", "Pay", request)).payment;
  }

  async decide(verb: "TakeBackPayment" | "AcceptPayment" | "DeclinePayment", payment_id: string): Promise<Payment> {
    return (await this.#ask<{ payment: Payment }>("Payments", verb, { payment_id })).payment;
  }

  async payment(payment_id: string): Promise<Payment> {
    return (await this.#ask<{ payment: Payment }>("Payments", "GetPayment", { payment_id })).payment;
  }

  waitingPayments(): Promise<Payment[]> {
    return this.#all("Payments", "ListPayments", "payments", { waiting_only: true });
  }

  async requestMoney(request: { request_id: string; payer_user_id: string; amount: Money; note: string }): Promise<MoneyRequest> {
    return (await this.#ask<{ money_request: MoneyRequest }>("Payments", "RequestMoney", request)).money_request;
  }

  async payMoneyRequest(request: { request_id: string; money_request_id: string; approval: Approval }): Promise<Payment> {
    return (await this.#ask<{ payment: Payment }>("Payments", "PayMoneyRequest", request)).payment;
  }

  async closeMoneyRequest(verb: "DeclineMoneyRequest" | "CancelMoneyRequest", money_request_id: string): Promise<MoneyRequest> {
    return (await this.#ask<{ money_request: MoneyRequest }>("Payments", verb, { money_request_id })).money_request;
  }

  openMoneyRequests(): Promise<MoneyRequest[]> {
    return this.#all("Payments", "ListMoneyRequests", "money_requests", { open_only: true });
  }

  payCode(amount: Money | null, note: string): Promise<PayCode> {
    return this.#ask("Payments", "MakePayCode", amount ? { amount, note } : { note });
  }

  // --- apps

  orderSheet(order_id: string): Promise<OrderSheet> {
    return this.#ask("Orders", "GetOrderSheet", { order_id });
  }

  async approveOrder(request: { request_id: string; order_id: string; total: Money; tip_minor: string; approval: Approval }): Promise<Order> {
    return (await this.#ask<{ order: Order }>("Orders", "ApproveOrder", request)).order;
  }

  async declineOrder(order_id: string): Promise<Order> {
    return (await this.#ask<{ order: Order }>("Orders", "DeclineOrder", { order_id })).order;
  }

  async order(order_id: string): Promise<Order> {
    return (await this.#ask<{ order: Order }>("Orders", "GetMyOrder", { order_id })).order;
  }

  orders(app_id = "", page_token = ""): Promise<{ orders?: Order[]; next_page_token?: string }> {
    return this.#ask("Orders", "ListMyOrders", { app_id, page_token });
  }

  mandateSheet(mandate_id: string): Promise<{ mandate: Mandate; has_pin?: boolean; mark?: Mark }> {
    return this.#ask("Mandates", "GetMandateSheet", { mandate_id });
  }

  async approveMandate(request: { request_id: string; mandate_id: string; approval: Approval }): Promise<Mandate> {
    return (await this.#ask<{ mandate: Mandate }>("Mandates", "ApproveMandate", request)).mandate;
  }

  async endMandate(verb: "DeclineMandate" | "RevokeMandate", mandate_id: string): Promise<Mandate> {
    return (await this.#ask<{ mandate: Mandate }>("Mandates", verb, { mandate_id })).mandate;
  }

  mandates(): Promise<Mandate[]> {
    return this.#all("Mandates", "ListMandates", "mandates");
  }

  async standings(): Promise<AppStanding[]> {
    return (await this.#ask<{ standings?: AppStanding[] }>("Mandates", "ListAppStandings")).standings ?? [];
  }

  // --- the bank

  async topUp(request_id: string, amount: Money): Promise<BankTransfer> {
    return (await this.#ask<{ transfer: BankTransfer }>("Bank", "TopUp", { request_id, amount })).transfer;
  }

  async payOut(request_id: string, amount: Money, approval: Approval): Promise<BankTransfer> {
    return (await this.#ask<{ transfer: BankTransfer }>("Bank", "PayOut", { request_id, amount, approval })).transfer;
  }

  async bankTransfers(): Promise<BankTransfer[]> {
    return (await this.#ask<{ transfers?: BankTransfer[] }>("Bank", "ListBankTransfers")).transfers ?? [];
  }

  // --- merchants

  merchant(app_id: string): Promise<Merchant> {
    return this.#ask("Merchants", "GetMerchant", { app_id });
  }

  settlements(app_id: string, page_token = ""): Promise<{ settlements?: Settlement[]; next_page_token?: string }> {
    return this.#ask("Merchants", "ListSettlements", { app_id, page_token });
  }

  withdraw(request: { request_id: string; app_id: string; amount: Money; approval: Approval }): Promise<{ transfer_id: string }> {
    return this.#ask("Merchants", "WithdrawMerchant", request);
  }
}
