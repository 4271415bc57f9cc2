/** Hands the user a file their mini-app made, and says so: on a phone nothing else shows that it came. */
import { say } from "../i18n/texts";
import { saveFile } from "../kit/download";
import type { Toasts } from "../kit/surfaces";
import type { SavedFile } from "../wire/frames";

const TYPES = { calendar: "text/calendar;charset=utf-8", csv: "text/csv;charset=utf-8", text: "text/plain;charset=utf-8" };
const MARK = "\ufeff"; // Spreadsheets read Arabic only after it.

export function save({ name, kind, text }: SavedFile, toasts: Toasts): void {
  if (text === null) {
    toasts.show(say("file-lost", { name }), "warn");
    return;
  }
  saveFile(name, TYPES[kind], kind === "csv" && !text.startsWith(MARK) ? MARK + text : text);
  toasts.show(say("file-saved", { name }), "good");
}
