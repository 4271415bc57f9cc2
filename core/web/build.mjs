// Bundles every entry into hashed files, writes one HTML page each and a manifest the gateway reads.
//
//   node build.mjs            all entries
//   node build.mjs --watch    and again on each change
import { context } from "esbuild";
import { gzipSync } from "node:zlib";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const simulatorDist = join(here, "../../sdk/devkit/src/majlis_devkit/simulator/dist");
const watch = process.argv.includes("--watch");
// The door, mini-apps and settings took 46 kB, chat adds 32, Arabic's words are the rest: it is the first page a person
// sees. English, and what is opened more rarely (people, groups, notification settings, attaching, the check of a
// conversation), are pieces of their own: fetched when they are needed, or while the first page is idle.
const HOST_JS_GZIP_BYTES_MAX = 96_000;

// Icons of apps are SVG shown through blob: URLs, as images only; voice notes and films come from /media, one's own
// before it is sent from a blob: URL; nothing is ever inline.
export const CSP = [
  "default-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const targets = [
  { dist: join(here, "dist"), entries: { host: "index.html", operator: "operator.html" } },
  { dist: simulatorDist, entries: { simulator: "index.html" } },
  // For the layout tests only: no server of ours ever sends it.
  { dist: join(here, "../../tests/browser/dist"), entries: { gallery: "gallery.html" } },
];

const page = (entry, files) => `<!doctype html>
<html lang="ar" dir="rtl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#5b2a70">
<title>مجلس · Majlis</title>
<link rel="icon" href="${files.icon}" type="image/svg+xml">
${files.fonts.map((font) => `<link rel="preload" href="${font}" as="font" type="font/woff2" crossorigin>`).join("\n")}
<link rel="stylesheet" href="${files.css}">
${files.pieces.map((piece) => `<link rel="modulepreload" href="${piece}">`).join("\n")}
<script type="module" src="${files.js}"></script>
</head>
<body data-entry="${entry}">
<div id="root"></div>
<noscript>يحتاج مجلس إلى JavaScript. — Majlis needs JavaScript.</noscript>
</body>
</html>
`;

/** What an entry imports before it runs; not what it fetches later. */
function piecesOf(outputs, path, found = new Set()) {
  for (const { path: piece, kind } of outputs[path].imports) {
    if (kind !== "import-statement" || found.has(piece)) continue;
    found.add(piece);
    piecesOf(outputs, piece, found);
  }
  return [...found];
}

function publish(target, metafile) {
  const outputs = Object.entries(metafile.outputs);
  const url = (path) => `/${path.slice(path.indexOf("assets/"))}`;
  const named = (pattern) => outputs.filter(([path]) => pattern.test(basename(path))).map(([path]) => url(path));
  const manifest = { csp: CSP, entries: {}, files: outputs.map(([path]) => url(path)).sort() };
  for (const [entry, html] of Object.entries(target.entries)) {
    const [path, output] = outputs.find(([, one]) => one.entryPoint?.endsWith(`entries/${entry}.tsx`));
    const files = {
      js: url(path),
      pieces: piecesOf(metafile.outputs, path).map(url),
      css: url(output.cssBundle),
      icon: named(/^mark-.*\.svg$/)[0],
      fonts: named(/^ibm-plex-sans-arabic-arabic-(400|600)-normal-.*\.woff2$/),
    };
    writeFileSync(join(target.dist, html), page(entry, files));
    manifest.entries[entry] = { html, ...files };
    report(target, entry, files);
  }
  writeFileSync(join(target.dist, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

function report(target, entry, files) {
  const size = (file) => gzipSync(readFileSync(join(target.dist, file)), { level: 9 }).length;
  const sizes = [[files.js, ...files.pieces].reduce((sum, file) => sum + size(file), 0), size(files.css)];
  console.log(`${entry.padEnd(10)} js ${(sizes[0] / 1000).toFixed(1)} kB gzip, css ${(sizes[1] / 1000).toFixed(1)} kB gzip`);
  if (entry === "host" && sizes[0] > HOST_JS_GZIP_BYTES_MAX) {
    throw new Error(`the host bundle is ${sizes[0]} bytes gzip; at most ${HOST_JS_GZIP_BYTES_MAX}`);
  }
}

for (const target of targets) {
  const publisher = {
    name: "publish",
    setup(build) {
      build.onStart(() => {
        rmSync(target.dist, { recursive: true, force: true });
        mkdirSync(target.dist, { recursive: true });
      });
      build.onEnd((result) => {
        if (result.errors.length === 0) publish(target, result.metafile);
      });
    },
  };
  const bundle = await context({
    absWorkingDir: here,
    entryPoints: Object.keys(target.entries).map((entry) => `src/entries/${entry}.tsx`),
    outdir: target.dist,
    entryNames: "assets/[name]-[hash]",
    assetNames: "assets/[name]-[hash]",
    chunkNames: "assets/[name]-[hash]",
    publicPath: "/",
    bundle: true,
    format: "esm",
    splitting: true,
    target: ["es2022"],
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: !watch,
    metafile: true,
    legalComments: "none",
    // Arabic as it is, not as \u escapes: a third of the script, and 2.4 kB of it zipped.
    charset: "utf8",
    // Plain relative paths inside node_modules: the fonts of @fontsource arrive as files.
    loader: { ".ftl": "text", ".woff2": "file", ".svg": "file" },
    logLevel: "warning",
    plugins: [publisher],
  });
  if (watch) await bundle.watch();
  else {
    await bundle.rebuild();
    await bundle.dispose();
  }
}
