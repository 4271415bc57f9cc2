// The little of node that tests use; the client itself knows nothing of it.
declare module "node:test" {
  export function test(name: string, body: () => void | Promise<void>): void;
}
declare module "node:assert/strict" {
  const assert: { equal(one: unknown, other: unknown, why?: string): void; deepEqual(one: unknown, other: unknown, why?: string): void; ok(value: unknown, why?: string): void };
  export default assert;
}
