/** How many digits of an amount stand after the point; pure. */

// ISO 4217, not CLDR: CLDR shows IQD or LBP without the decimals the ledger keeps.
const EXPONENT: Record<string, number> = { CLF: 4, UYW: 4 };
for (const code of "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ")) EXPONENT[code] = 0;
for (const code of "BHD IQD JOD KWD LYD OMR TND".split(" ")) EXPONENT[code] = 3;

/** How many of an amount's digits stand after the point. */
export const exponentOf = (currencyCode: string): number => EXPONENT[currencyCode] ?? 2;
