/** The proto messages this client reads, as protobuf JSON in snake case. int64 arrives as text. */

export interface User {
  user_id: string;
  username: string;
  display_name: string;
  lang?: string;
  roles?: string[];
}

export interface SignedIn {
  user: User;
  access_token: string;
  access_expires_in_s?: number;
  device_id: string;
}

export interface Device {
  device_id: string;
  name?: string;
  created_at_ms?: string;
  last_seen_at_ms?: string;
  current?: boolean;
}

export type GrantState =
  | "GRANT_STATE_UNSPECIFIED"
  | "GRANT_STATE_GRANTED"
  | "GRANT_STATE_DENIED"
  | "GRANT_STATE_REVOKED";

export interface DeclaredScope {
  scope: string;
  reason_ar?: string;
  reason_en?: string;
  state?: GrantState;
}

export interface App {
  app_id: string;
  name_ar?: string;
  name_en?: string;
  description_ar?: string;
  description_en?: string;
  icon_svg?: string;
  version_id?: string;
  version_name?: string;
  developer_name?: string;
  reviewed_at_ms?: string;
  scopes?: DeclaredScope[];
}

export interface Grant {
  app_id: string;
  scope: string;
  state?: GrantState;
  decided_at_ms?: string;
}

export interface Finding {
  code: string;
  error?: boolean;
  text_en?: string;
  text_ar?: string;
  where?: string;
  fix?: string;
}

export interface Version {
  version_id: string;
  app_id: string;
  code?: string;
  name?: string;
  state?: string;
  submitted_at_ms?: string;
  package_sha256?: string;
  findings?: Finding[];
  verdict_reason?: string;
  snapshot_state?: string;
  note?: string;
  app_name_ar?: string;
  app_name_en?: string;
  suspension?: Suspension;
}

/** What a version is switched off for. */
export interface Suspension {
  suspended_at_ms?: string;
  traps?: {
    counts?: { reason: string; count?: number }[];
    people?: number;
    people_served?: number;
    window_s?: number;
    last_event?: string;
    last_detail?: string;
    last_incident?: string;
  };
}

export interface SourceFile {
  path: string;
  size_bytes?: string;
  text?: string;
}

export interface ReviewStep {
  state?: string;
  by?: string;
  at_ms?: string;
  reason?: string;
}

export interface Review {
  version: Version;
  developer_name?: string;
  scopes?: DeclaredScope[];
  added_scopes?: string[];
  files?: SourceFile[];
  steps?: ReviewStep[];
  icon_svg?: string;
}
