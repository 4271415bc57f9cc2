/** Keeps the direction of one text from reordering its neighbours (Unicode isolates). */
const FSI = "\u2068"; // direction from the content
const LRI = "\u2066"; // left to right: codes, plates, phones
const PDI = "\u2069";

export const isolate = (text: string): string => `${FSI}${text}${PDI}`;
export const isolateCode = (text: string): string => `${LRI}${text}${PDI}`;
