/** Text for searching: Arabic letters that people use for one another, marks and foreign digits fold together. */
const LETTERS: Record<string, string> = { أ: "ا", إ: "ا", آ: "ا", ٱ: "ا", ة: "ه", ى: "ي", ی: "ي", ک: "ك", ؤ: "و", ئ: "ي" };
const MARKS = /[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200e\u200f\u061c]/g;

export function fold(text: string): string {
  const plain = text.normalize("NFC").replace(MARKS, "").toLowerCase();
  return [...plain]
    .map((char) => {
      const code = char.charCodeAt(0);
      if (code >= 0x660 && code <= 0x669) return String(code - 0x660);
      if (code >= 0x6f0 && code <= 0x6f9) return String(code - 0x6f0);
      return LETTERS[char] ?? char;
    })
    .join("")
    .trim();
}
