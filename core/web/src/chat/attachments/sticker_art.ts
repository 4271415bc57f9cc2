/** Majlis' own stickers, drawn on a 96 × 96 grid: a word on a tile, or a few filled shapes. Names are the host's. */

export type Shape = [fill: string, path: string];
export interface Drawn {
  /** A word for a tile of this colour. */
  word?: string;
  tile?: string;
  shapes?: Shape[];
}

const [BROWN, CREAM, GOLD, GREEN, INK, PALE, RED, SKIN, SKY, WHITE] = [
  "#7a4a2b", "#fff3dc", "#e2a03f", "#2f855f", "#37184a", "#f2e8f6", "#c8324a", "#ffcf5c", "#4a86c5", "#ffffff",
];
const [BRAND, TEAL, NIGHT, ROSE] = ["#63307a", "#1f6a63", "#2f5490", "#93305f"];

const circle = (x: number, y: number, r: number): string => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
const FACE: Shape = [SKIN, circle(48, 48, 40)];
const EYES: Shape = [INK, circle(34, 42, 5) + circle(62, 42, 5)];

const HEART = "M48 82C20 64 10 50 10 34a19 19 0 0 1 38-6 19 19 0 0 1 38 6c0 16-10 30-38 48z";
const FROND = "M48 34C40 20 26 16 12 24c14-2 22 2 28 10-12-2-22 4-26 18 8-9 18-13 30-14z";
const FROND_BACK = "M48 34c8-14 22-18 36-10-14-2-22 2-28 10 12-2 22 4 26 18-8-9-18-13-30-14z";

export const STICKERS: Record<string, Record<string, Drawn>> = {
  majlis: {
    salam: { word: "سلام", tile: BRAND },
    ahlan: { word: "أهلًا", tile: TEAL },
    shukran: { word: "شكرًا", tile: ROSE },
    afwan: { word: "عفوًا", tile: NIGHT },
    mabrook: { word: "مبروك", tile: "#a2452c" },
    inshallah: { word: "إن شاء الله", tile: GREEN },
    mashallah: { word: "ما شاء الله", tile: NIGHT },
    yalla: { word: "يلا!", tile: RED },
    coffee: { shapes: [[BROWN, "M22 38h44v22a18 18 0 0 1-18 18h-8a18 18 0 0 1-18-18z"], [BROWN, "M66 42h6a12 12 0 0 1 0 24h-8v-6h8a6 6 0 0 0 0-12h-6z"], [GOLD, "M14 82h60v6H14z"], [PALE, "M34 30c-6-6 4-8 0-16 8 6 2 10 6 16zM50 30c-6-6 4-8 0-16 8 6 2 10 6 16z"]] },
    dates: { shapes: [[GREEN, "M46 8h5v26h-5z"], [BROWN, "M34 30c10 0 14 10 14 22s-5 22-14 22-14-10-14-22 4-22 14-22z"], ["#5c3419", "M62 34c10 0 14 10 14 22s-5 22-14 22-14-10-14-22 4-22 14-22z"], [GOLD, "M28 40c-3 6-3 12-2 18h4c-1-6 0-12 2-18zM56 44c-3 6-3 12-2 18h4c-1-6 0-12 2-18z"]] },
    camel: { shapes: [[GOLD, "M10 40c0-8 6-12 12-10l6 4 2 12c8-2 8-18 18-18s10 12 18 14c10 2 16 8 16 18l2 14h-5l-3-12-4 24h-6l-2-22H42l-2 22h-6l-4-26c-10-2-10-16-10-18z"], [INK, circle(18, 36, 2)]] },
    palm: { shapes: [[BROWN, "M45 36h7c0 18 2 32 6 48H40c4-16 5-30 5-48z"], [GREEN, FROND], ["#27714f", FROND_BACK], [GOLD, "M28 84h42v5H28z"]] },
    moon: { shapes: [[GOLD, "M66 76A36 36 0 1 1 60 12a30 30 0 1 0 6 64z"], [GOLD, "M72 30l3 7 7 1-5 5 1 7-6-4-6 4 1-7-5-5 7-1z"]] },
    heart: { shapes: [[RED, HEART], [PALE, "M22 32c0-6 4-10 9-11-2 3-3 7-3 11s-1 6-3 6-3-3-3-6z"]] },
    laugh: { shapes: [FACE, [INK, "M26 42c4-8 12-8 16 0l-4 1c-2-4-6-4-8 0zM54 42c4-8 12-8 16 0l-4 1c-2-4-6-4-8 0z"], [INK, "M24 52h48c0 16-10 24-24 24s-24-8-24-24z"], [WHITE, "M28 54h40v6H28z"], [SKY, "M16 46c6 2 6 12 0 14-6-2-4-10 0-14zM80 46c6 4 6 12 0 14-6-2-6-12 0-14z"]] },
    cry: { shapes: [FACE, EYES, [INK, "M32 70c6-12 26-12 32 0l-4 2c-5-8-19-8-24 0z"], [SKY, "M62 50c6 8 8 14 4 20s-12 0-10-6z"]] },
    angry: { shapes: [["#e8743b", circle(48, 48, 40)], EYES, [INK, "M22 30l20 8-2 4-20-8zM74 30l-20 8 2 4 20-8z"], [INK, "M32 70c6-12 26-12 32 0l-4 2c-5-8-19-8-24 0z"]] },
    sleepy: { shapes: [FACE, [INK, "M24 44c4 5 12 5 16 0l2 3c-5 7-15 7-20 0zM54 44c4 5 12 5 16 0l2 3c-5 7-15 7-20 0z"], [INK, circle(48, 66, 7)], [NIGHT, "M66 8h18v5L73 24h11v6H65v-5l11-11H66z"]] },
    "thumbs-up": { shapes: [[SKIN, "M34 46c10-8 12-18 12-32 8-2 14 6 12 16l-2 10h20c8 0 10 8 6 12 4 4 3 10-2 12 2 5 0 10-5 11 1 5-3 9-9 9H46c-6 0-9-2-12-4z"], [BRAND, "M14 44h16v38H14z"]] },
    birthday: { shapes: [[ROSE, "M16 54c0-6 4-10 10-10h44c6 0 10 4 10 10v28H16z"], [CREAM, "M16 54c0-6 4-10 10-10h44c6 0 10 4 10 10v6c-6 6-10 6-16 0-6 6-10 6-16 0-6 6-10 6-16 0-6 6-10 6-16 0z"], [SKY, "M45 26h6v18h-6z"], [GOLD, "M48 10c6 6 6 12 0 14-6-2-6-8 0-14z"], [GOLD, "M10 82h76v6H10z"]] },
  },
};
