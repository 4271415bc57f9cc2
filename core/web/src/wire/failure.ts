/** One shape for everything that can go wrong between the page and the host: a reason word and its facts. */

/** Where the host does not say how long. */
const BUSY_MS = 400;

export interface FailureFrame {
  code?: string;
  reason?: string;
  message?: string;
  metadata?: Record<string, string>;
}

export class Failure extends Error {
  readonly code: string;
  readonly reason: string;
  readonly metadata: Record<string, string>;

  constructor(code: string, reason: string, message: string, metadata: Record<string, string> = {}) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.metadata = metadata;
  }

  static fromFrame(frame: FailureFrame): Failure {
    const code = (frame.code ?? "unknown").toLowerCase();
    return new Failure(code, frame.reason || code.toUpperCase(), frame.message ?? "", frame.metadata ?? {});
  }

  /** Nothing reached the host, or no answer came back. */
  static offline(): Failure {
    return new Failure("unavailable", "OFFLINE", "the host cannot be reached");
  }

  /** Too much at once, of this person or of everybody: nothing was done, and the same may be asked after so long. */
  get waitMs(): number | null {
    if (this.reason === "RATE_LIMITED" || this.reason === "APP_BUSY") return Number(this.metadata.retry_after_ms) || BUSY_MS;
    return this.reason === "RESOURCE_EXHAUSTED" && !this.metadata.bytes_max ? BUSY_MS : null;
  }

  get mayRetry(): boolean {
    return this.waitMs !== null || ["unavailable", "deadline_exceeded", "aborted", "unknown", "internal"].includes(this.code);
  }
}

interface ConnectDetail {
  type?: string;
  debug?: { reason?: string; metadata?: Record<string, string> };
}

/** A Connect error body, whose ErrorInfo carries the reason. */
export function failureOf(body: unknown, status: number): Failure {
  const error = (body ?? {}) as { code?: string; message?: string; details?: ConnectDetail[] };
  const detail = error.details?.find((one) => one.type?.endsWith("google.rpc.ErrorInfo"))?.debug;
  return Failure.fromFrame({
    code: error.code ?? (status === 401 ? "unauthenticated" : status >= 500 ? "unavailable" : "unknown"),
    reason: detail?.reason ?? "",
    message: error.message ?? `HTTP ${status}`,
    metadata: detail?.metadata ?? {},
  });
}

export function asFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  return new Failure("internal", "CLIENT_CRASHED", thrown instanceof Error ? thrown.message : String(thrown));
}
