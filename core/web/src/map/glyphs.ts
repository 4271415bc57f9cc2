/** What a place is, as a small mark on a 24 × 24 grid, and which of six colours it has. */

export interface Glyph {
  path: string;
  look: "food" | "faith" | "health" | "shop" | "learn" | "way";
}

export const GLYPHS: Record<string, Glyph> = {
  restaurant: { path: "M7 4v5.500a2.500 2.500 0 0 0 5 0V4M9.500 4v16M17 20V4c-1.800 1-2.800 3.200-2.800 6.200V13H17", look: "food" },
  cafe: { path: "M5.500 9h11v5a5 5 0 0 1-5 5h-1a5 5 0 0 1-5-5zM16.500 10.500h1.500a2 2 0 0 1 0 4.500h-1.700M9 6V4M13 6V4", look: "food" },
  mosque: { path: "M8 20v-7c0-3.500 2.300-5 5.500-8 3.200 3 5.500 4.500 5.500 8v7M4.500 20V8l1-2 1 2v12M4 20h16M13.500 20v-4", look: "faith" },
  pharmacy: { path: "M9.500 4.500h5v5h5v5h-5v5h-5v-5h-5v-5h5z", look: "health" },
  clinic: { path: "M7 4v5a4.500 4.500 0 0 0 9 0V4M11.500 13.500V15a4.500 4.500 0 0 0 8.500 1.500M20 14.500v-1.500", look: "health" },
  barber: { path: "M6 4.500l9.500 11.500M18 4.500 8.500 16M7 20a2.300 2.300 0 1 0 0-4.600A2.300 2.300 0 0 0 7 20M17 20a2.300 2.300 0 1 0 0-4.600 2.300 2.300 0 0 0 0 4.600", look: "shop" },
  supermarket: { path: "M4 5h2.500l2 10h9l2-7.500H7M9.500 19.500v.01M16.500 19.500v.01", look: "shop" },
  mall: { path: "M6 8.500h12l1 11H5zM9 8.500V7.500a3 3 0 0 1 6 0v1", look: "shop" },
  school: { path: "M6 20l1-4L16 5.500l3 2.500L10 18.500zM14 8l3 2.500", look: "learn" },
  university: { path: "M12 5 3 9.500l9 4.500 9-4.500zM7 12v4.500c2.800 2.300 7.200 2.300 10 0V12", look: "learn" },
  hotel: { path: "M4 19V6M4 16h16v3M20 16v-3a3 3 0 0 0-3-3h-6v6M7.500 13a1.800 1.800 0 1 0 0-3.600 1.800 1.800 0 0 0 0 3.600", look: "way" },
  field: { path: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16M12 8.500 8.800 11l1.200 3.700h4L15.200 11zM12 4v4.500M4.500 10.500 8.800 11M19.500 10.500l-4.300.5M7.500 18.500l2.500-3.800M16.500 18.500 14 14.700", look: "faith" },
  petrol: { path: "M6 20V6a1.500 1.500 0 0 1 1.500-1.500h5A1.500 1.500 0 0 1 14 6v14M4.500 20h11M8.500 10h3M14 12h1.500a1.500 1.500 0 0 1 1.500 1.500v2a1.500 1.500 0 0 0 3 0V9.500L17.500 7", look: "way" },
  bank: { path: "M4 9.500 12 4.500l8 5zM6.500 12.500v5M12 12.500v5M17.500 12.500v5M4 20h16", look: "shop" },
  museum: { path: "M4 9.500 12 4.500l8 5zM7 12.500v5M17 12.500v5M4 20h16M12 12l-1.500 2.500L12 17l1.500-2.500z", look: "learn" },
  library: { path: "M12 7.500C10 6 7.500 5.500 4.500 5.500v12c3 0 5.500.5 7.500 2 2-1.500 4.500-2 7.500-2v-12c-3 0-5.500.5-7.500 2zM12 7.500v12", look: "learn" },
  station: { path: "M7 4.500h10A1.500 1.500 0 0 1 18.500 6v9a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2V6A1.500 1.500 0 0 1 7 4.500M5.500 11.500h13M8.500 17 6.500 20M15.500 17l2 3M9 14.200v.01M15 14.200v.01", look: "way" },
  airport: { path: "M12 3.500c.8 0 1.400.9 1.400 2v4l7 4v2l-7-2v4l2 1.500v1.500L12 19.500l-3.400 1V19l2-1.500v-4l-7 2v-2l7-4v-4c0-1.100.6-2 1.400-2", look: "way" },
};

/** What a person keeps under a name of their own. */
export const KEPT_GLYPHS: Record<string, string> = {
  home: "M4.500 11.500 12 5l7.500 6.500M6.500 10v9.500h11V10M10 19.500V15h4v4.500",
  work: "M5.500 8.500h13A1.500 1.500 0 0 1 20 10v8a1.500 1.500 0 0 1-1.500 1.500h-13A1.500 1.500 0 0 1 4 18v-8a1.500 1.500 0 0 1 1.500-1.500M9 8.500V6.500A1.500 1.500 0 0 1 10.500 5h3A1.500 1.500 0 0 1 15 6.500v2M4 13h16",
  other: "M12 4l2.500 5.100 5.600.8-4 4 .9 5.600-5-2.700-5 2.700.9-5.600-4-4 5.600-.8z",
};
export const DOT: Glyph = { path: "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6", look: "way" };
export const glyphOf = (kind: string): Glyph => GLYPHS[kind] ?? DOT;
