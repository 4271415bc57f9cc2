/** Source text as pieces to draw: Python's comments, strings and words, and every invisible character made visible. */

export interface Piece {
  text: string;
  look: "plain" | "comment" | "string" | "word" | "number" | "hidden";
}

const TOKENS =
  /(?<comment>#[^\n]*)|(?<string>[rbfRBF]{0,2}(?:"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?))|(?<word>\b(?:and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|match|case|nonlocal|not|or|pass|raise|return|try|while|with|yield|None|True|False)\b)|(?<number>\b\d[\d_.]*\b)/g;

// Direction controls, zero-width characters, soft hyphen, tags, variation selectors, fillers: they hide code from reviewers.
const HIDDEN =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0]|\ufe0f{2,}|[\u{e0000}-\u{e0fff}]/gu;

export const hiddenCount = (text: string): number => text.match(HIDDEN)?.length ?? 0;

function reveal(text: string, look: Piece["look"]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(HIDDEN)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), look });
    const code = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    pieces.push({ text: `U+${code}`, look: "hidden" });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), look });
  return pieces;
}

function tokens(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(TOKENS)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), look: "plain" });
    const kind = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined)?.[0];
    pieces.push({ text: match[0], look: (kind ?? "plain") as Piece["look"] });
    at = match.index + match[0].length;
  }
  pieces.push({ text: text.slice(at), look: "plain" });
  return pieces;
}

/** Lines of pieces; a string over several lines keeps its look on each. */
export function linesOf(path: string, text: string): Piece[][] {
  const pieces: Piece[] = path.endsWith(".py") ? tokens(text) : [{ text, look: "plain" }];
  const lines: Piece[][] = [[]];
  for (const piece of pieces) {
    piece.text.split("\n").forEach((part, n) => {
      if (n > 0) lines.push([]);
      if (part) lines.at(-1)?.push(...reveal(part, piece.look));
    });
  }
  if (lines.at(-1)?.length === 0) lines.pop();
  return lines;
}
