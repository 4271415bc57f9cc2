/** An app's version as lists of versions name it. */
import type { JSX } from "preact";
import { pick } from "../i18n/texts";
import { Said } from "../kit/basics";
import type { Version } from "../wire/types";

export function appName(version: Version): string {
  return pick(version.app_name_ar, version.app_name_en) || version.app_id;
}

export function VersionTitle({ version }: { version: Version }): JSX.Element {
  return (
    <>
      <Said>{appName(version)}</Said>{" "}
      <bdi class="code" dir="ltr">
        {version.name}
      </bdi>
    </>
  );
}
