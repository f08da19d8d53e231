/** Numbers of the protocol: whole, 0 … 2^64 - 1. Where a double does not hold one exactly, it is a bigint. */
export type Whole = number | bigint;

const SAFE_DIGITS = 15;

/** Undefined where the text is no such number. */
export function parseWhole(text: string): Whole | undefined {
  if (text.length === 0 || text.length > 20) return undefined;
  for (let i = 0; i < text.length; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return undefined;
  }
  if (text.length <= SAFE_DIGITS) return Number(text);
  const exact = BigInt(text);
  if (exact >= 2n ** 64n) return undefined;
  return exact <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(exact) : exact;
}

/** Exact. */
export function times(a: Whole, b: Whole): Whole {
  const product = Number(a) * Number(b);
  return product <= Number.MAX_SAFE_INTEGER ? product : BigInt(a) * BigInt(b);
}
