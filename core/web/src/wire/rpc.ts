/** Calls one rpc of the host by the Connect protocol: unary POST, protobuf JSON, errors as Failure. */
import { Failure, failureOf } from "./failure";
import { inTurns } from "./turns";

export interface Credentials {
  /** The access token, or null for nobody. */
  token(): string | null;
  /** Gets a new access token; false where the user has to sign in again. */
  renew(): Promise<boolean>;
}

/** `timeoutMs`: how long the host may take and the page waits, where 20 s are not enough. */
export type Call = <Answer>(method: string, request?: object, timeoutMs?: number) => Promise<Answer>;

const TIMEOUT_MS = 20_000;

async function post(method: string, request: object, token: string | null, timeoutMs: number): Promise<Response> {
  const headers: Record<string, string> = { "content-type": "application/json", "connect-protocol-version": "1" };
  if (timeoutMs > TIMEOUT_MS) headers["connect-timeout-ms"] = String(timeoutMs);
  if (token) headers.authorization = `Bearer ${token}`;
  try {
    return await fetch(`/majlis.${method}`, {
      method: "POST",
      headers,
      body: JSON.stringify(request),
      credentials: "same-origin",
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch {
    throw Failure.offline();
  }
}

/** `method` is written as in the proto without its first word: "apps.v1.AppsService/ListApps". */
export async function callOnce<Answer>(method: string, request: object, token: string | null, timeoutMs = TIMEOUT_MS): Promise<Answer> {
  const response = await post(method, request, token, timeoutMs);
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw failureOf(body, response.status);
  return (body ?? {}) as Answer;
}

/** Calls with the user's token; renews it once where the host says it has ended, waits where it says "too often". */
export function caller(credentials: Credentials): Call {
  return inTurns(async <Answer>(method: string, request: object = {}, timeoutMs = TIMEOUT_MS): Promise<Answer> => {
    if (!credentials.token()) await credentials.renew();
    try {
      return await callOnce<Answer>(method, request, credentials.token(), timeoutMs);
    } catch (error) {
      const expired = error instanceof Failure && error.code === "unauthenticated";
      if (!expired || !(await credentials.renew())) throw error;
      return await callOnce<Answer>(method, request, credentials.token(), timeoutMs);
    }
  });
}
