// The little of node that tests use; the client itself knows nothing of it.
declare module "node:test" {
  export function test(name: string, body: () => void | Promise<void>): void;
  export function beforeEach(body: () => void): void;
  /** Time that passes only when it is told to. */
  export const mock: { timers: { enable(given: { apis: string[]; now: number }): void; tick(ms: number): void; reset(): void } };
}
declare module "node:assert/strict" {
  const assert: { equal(one: unknown, other: unknown, why?: string): void; notEqual(one: unknown, other: unknown, why?: string): void; deepEqual(one: unknown, other: unknown, why?: string): void; ok(value: unknown, why?: string): void };
  export default assert;
}
