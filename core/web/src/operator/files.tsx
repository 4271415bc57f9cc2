/** The files of a package beside the source of one: line numbers, findings on their lines, hidden characters in red. */
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { bytes } from "../i18n/format";
import { pick, say } from "../i18n/texts";
import { Badge, Icon, Said } from "../kit/basics";
import { Notice } from "../kit/surfaces";
import type { Finding, SourceFile } from "../wire/types";
import { hiddenCount, linesOf } from "./source";

export interface Place {
  path: string;
  line: number;
}

/** "app.py:14" as a place; null where a finding names none. */
export function placeOf(where: string | undefined): Place | null {
  const match = /^(.+?):(\d+)/.exec(where ?? "");
  return match?.[1] ? { path: match[1], line: Number(match[2]) } : null;
}

export interface FilesProps {
  files: SourceFile[];
  findings: Finding[];
  place: Place;
  show: (place: Place) => void;
  /** An address an image can show, of one of the package's pictures. */
  picture: (path: string) => Promise<string>;
}

/** As people will see it: never as markup, whatever is in it. */
function Drawn({ path, picture }: Pick<FilesProps, "picture"> & { path: string }): JSX.Element | null {
  const [url, setUrl] = useState("");
  useEffect(() => void picture(path).then(setUrl, () => undefined), []);
  return url ? <img class="files-drawn" src={url} alt={path} data-testid="drawn" /> : null;
}

export function Files({ files, findings, place, show, picture }: FilesProps): JSX.Element {
  const file = files.find((one) => one.path === place.path);
  return (
    <div class="files">
      <ul class="files-list" aria-label={say("op-files")}>
        {files.map((one) => (
          <li key={one.path}>
            <button
              type="button"
              class="file"
              dir="ltr"
              aria-current={one.path === place.path ? "true" : undefined}
              onClick={() => show({ path: one.path, line: 0 })}
            >
              <Icon name={one.text ? "code" : "file"} size="s" />
              <span class="file-path">{one.path}</span>
              {hiddenCount(one.text ?? "") > 0 ? <Icon name="alert" size="s" /> : null}
              <span class="file-size">{bytes(Number(one.size_bytes ?? 0))}</span>
            </button>
          </li>
        ))}
      </ul>
      {file ? (
        <div class="files-side">
          {file.path.startsWith("assets/") ? <Drawn key={file.path} path={file.path} picture={picture} /> : null}
          <Source file={file} findings={findings} line={place.line} />
        </div>
      ) : null}
    </div>
  );
}

function Source({ file, findings, line }: { file: SourceFile; findings: Finding[]; line: number }): JSX.Element {
  const text = file.text ?? "";
  const lines = useMemo(() => linesOf(file.path, text), [file]);
  const marked = useRef<HTMLLIElement>(null);
  useEffect(() => marked.current?.scrollIntoView({ block: "center" }), [file, line]);
  if (!text) return <p class="files-binary">{say("op-files-binary", { size: bytes(Number(file.size_bytes ?? 0)) })}</p>;
  const hidden = hiddenCount(text);
  const byLine = new Map<number, Finding>();
  for (const finding of findings) {
    const place = placeOf(finding.where);
    if (place?.path === file.path) byLine.set(place.line, finding);
  }
  return (
    <div class="source-side">
      {hidden > 0 ? (
        <Notice tone="bad" testId="hidden-characters">
          {say("op-hidden-characters", { count: hidden })}
        </Notice>
      ) : null}
      {/* Focusable, so that the keyboard can scroll it. */}
      <ol class="source" dir="ltr" lang="en" tabIndex={0} aria-label={file.path} data-testid="source">
        {lines.map((pieces, n) => (
          <li key={n} class={n + 1 === line ? "source-line is-marked" : "source-line"} ref={n + 1 === line ? marked : null}>
            <code>
              {pieces.map((piece, m) => (
                <span key={m} class={piece.look === "plain" ? undefined : `source-${piece.look}`}>
                  {piece.text}
                </span>
              ))}
            </code>
            {byLine.has(n + 1) ? <LineFinding finding={byLine.get(n + 1) as Finding} /> : null}
          </li>
        ))}
      </ol>
    </div>
  );
}

function LineFinding({ finding }: { finding: Finding }): JSX.Element {
  return (
    <span class="source-finding">
      <Badge tone={finding.error ? "bad" : "warn"}>{finding.code}</Badge>{" "}
      <Said>{pick(finding.text_ar, finding.text_en)}</Said>
    </span>
  );
}
