/** Digits and amounts as people type them: any script's digits in, exact minor units out. */
import { exponentOf } from "../i18n/exponents";

const AMOUNT_CHARS_MAX = 24;
/** Far more than anybody has, far less than int64 holds. */
const MINOR_MAX = 10n ** 15n;

/** Arabic and Persian digits as ASCII; everything else as it was. */
export const ascii = (text: string): string =>
  text.replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660)).replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));

/** Only the digits of a text, in ASCII. */
export const digitsOf = (text: string): string => ascii(text).replace(/\D/g, "");

/** "12.5", "١٢٫٥", "1,250.00" in whole minor units; null where it is no amount of that currency, or may be two. */
export function parseAmount(typed: string, currencyCode: string): bigint | null {
  const exponent = exponentOf(currencyCode);
  // Spaces, direction marks and the Arabic thousands separator say nothing.
  const text = ascii(typed).replace(/[\s\u066c\u200e\u200f\u061c\u2066-\u2069']/g, "").replaceAll("\u066b", ".").replaceAll("\u060c", ",");
  if (text.length > AMOUNT_CHARS_MAX) return null;
  const decided = /^\d{1,3}(,\d{3})+(\.\d*)?$/.test(text) && (exponent !== 3 || text.includes(".")) ? text.replaceAll(",", "") : text.replace(",", ".");
  const [, whole = "", point = "", part = ""] = /^(\d*)(\.?)(\d*)$/.exec(decided) ?? [];
  if (!whole && !part) return null;
  if (part.length > exponent || (point && exponent === 0)) return null;
  if (text.includes(",") && exponent === 3 && part.length === 3 && !text.includes(".")) return null; // "1,250": which?
  const minor = BigInt(whole || "0") * 10n ** BigInt(exponent) + BigInt(part.padEnd(exponent, "0") || "0");
  return minor > MINOR_MAX ? null : minor;
}

/** As somebody would type it: the smallest text that parses to it. */
export function typedAmount(minor: bigint, currencyCode: string): string {
  const exponent = exponentOf(currencyCode);
  const digits = minor.toString().padStart(exponent + 1, "0");
  const [whole, part] = [digits.slice(0, digits.length - exponent), digits.slice(digits.length - exponent)];
  return /[1-9]/.test(part) ? `${whole}.${part}` : whole;
}
