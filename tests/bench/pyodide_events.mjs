// The peer: CPython in WebAssembly by Pyodide, a new interpreter for every event, as nothing may be shared by two people.
// node pyodide_events.mjs PYODIDE_FOLDER SDK.json QUOTE.json ROUNDS prints {"plain": […], "snapshot": […]}: milliseconds
// of each event, with the app imported anew, and with a memory snapshot that has it imported already, as ours have.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, sdkFile, quoteFile, rounds] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const [sdk, quote] = [sdkFile, quoteFile].map((file) => readFileSync(file, "utf8"));

const IMPORT = `
import json, os, sys
for name, text in json.loads(sdk).items():
    path = "/sdk/miniapp/" + name
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)
sys.path.insert(0, "/sdk")
from miniapp import _guest, _host
app = _guest.load_app(json.loads(quote)["files"])
`;
const ANSWER = `
class Answers:
    calls = iter(json.loads(quote)["calls"])
    def call(self, interface, method, request):
        return next(self.calls)[3]

_host.install(Answers())
_guest.handle_for(app, json.loads(quote)["event"])
`;

async function interpreter(options, program) {
  const python = await loadPyodide(options);
  python.globals.set("sdk", sdk);
  python.globals.set("quote", quote);
  return [python, python.runPython(program)];
}

async function timed(options, program) {
  const started = performance.now();
  const [, answer] = await interpreter(options, program);
  if (!answer.includes('"fare')) throw new Error(`the quote came to something else: ${answer.slice(0, 500)}`);
  return performance.now() - started;
}

const [made] = await interpreter({ _makeSnapshot: true }, IMPORT);
const snapshot = made.makeMemorySnapshot();
const taken = { plain: [], snapshot: [] };
for (let round = 0; round < Number(rounds); round++) {
  taken.plain.push(await timed({}, IMPORT + ANSWER));
  for (let more = 0; more < 4; more++) taken.snapshot.push(await timed({ _loadSnapshot: snapshot }, ANSWER));
}
console.log(JSON.stringify(taken));
