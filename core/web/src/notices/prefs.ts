/** A person's own notification settings: read from the host, changed there, shown as it answers. */
import type { Call } from "../wire/rpc";

export const NOTIFICATIONS = "messaging.v1.NotificationsService";
export const KINDS = ["message", "mention", "reaction", "card", "payment", "system"] as const;
export type Kind = (typeof KINDS)[number];
/** Those that can be set for one conversation. */
export const KINDS_HERE: Kind[] = ["message", "mention", "reaction", "card"];
export type Setting = "on" | "silent" | "off";
export type Scope = "global" | "conversation";

export interface RuleShape {
  kind?: string;
  scope?: string;
  scope_id?: string;
  setting?: string;
}
export interface QuietShape {
  enabled?: boolean;
  from_minute?: number;
  to_minute?: number;
  time_zone?: string;
}
export interface PrefsShape {
  rules?: RuleShape[];
  quiet_hours?: QuietShape;
  mentions_pierce?: boolean;
  payments_pierce?: boolean;
  previews?: boolean;
}

/** What the host does where nothing is set. */
export const defaultOf = (kind: Kind): Setting => (kind === "reaction" ? "silent" : "on");

const enumOf = (prefix: string, word: string): string => `${prefix}_${word.toUpperCase()}`;

export function settingOf(prefs: PrefsShape, kind: Kind, scope: Scope, scopeId = ""): Setting | null {
  const rule = prefs.rules?.find(
    (one) =>
      one.kind === enumOf("NOTIFICATION_KIND", kind) &&
      one.scope === enumOf("NOTIFICATION_SCOPE", scope) &&
      (one.scope_id ?? "") === scopeId,
  );
  const setting = (rule?.setting ?? "").replace("NOTIFICATION_SETTING_", "").toLowerCase();
  return setting === "on" || setting === "silent" || setting === "off" ? setting : null;
}

export async function loadPrefs(call: Call): Promise<PrefsShape> {
  return (await call<{ prefs?: PrefsShape }>(`${NOTIFICATIONS}/GetNotificationPrefs`)).prefs ?? {};
}

/** `null` takes the setting away. */
export async function setRule(call: Call, kind: Kind, scope: Scope, scopeId: string, setting: Setting | null): Promise<PrefsShape> {
  const rule = {
    kind: enumOf("NOTIFICATION_KIND", kind),
    scope: enumOf("NOTIFICATION_SCOPE", scope),
    scope_id: scopeId,
    setting: enumOf("NOTIFICATION_SETTING", setting ?? "unspecified"),
  };
  return (await call<{ prefs?: PrefsShape }>(`${NOTIFICATIONS}/SetNotificationRule`, { rule })).prefs ?? {};
}

export async function updatePrefs(call: Call, change: object): Promise<PrefsShape> {
  return (await call<{ prefs?: PrefsShape }>(`${NOTIFICATIONS}/UpdateNotificationPrefs`, change)).prefs ?? {};
}

/** Minutes of the day as an <input type="time"> has them. */
export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** Null where it is no time of the day. */
export function minuteOf(clock: string): number | null {
  const [, hours = "", minutes = ""] = /^(\d{2}):(\d{2})/.exec(clock) ?? [];
  if (!hours) return null;
  const minute = Number(hours) * 60 + Number(minutes);
  return minute < 1440 ? minute : null;
}
