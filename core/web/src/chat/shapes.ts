/** What the messaging service sends, as protobuf JSON in snake case: absent means default, int64 arrives as text. */

export type Int64 = string | number;

export interface Reaction {
  emoji: string;
  count?: number;
  mine?: boolean;
  user_ids?: string[];
}

export interface MediaRef {
  media_id: string;
  mime_type?: string;
  size_bytes?: Int64;
}
export interface Image extends MediaRef {
  width_px?: number;
  height_px?: number;
  thumb_data?: string;
}
export interface File extends MediaRef {
  name?: string;
}
export interface Voice extends MediaRef {
  duration_ms?: number;
  waveform?: string;
}
export interface Video extends MediaRef {
  duration_ms?: number;
}
export interface Location {
  latitude_e7?: number;
  longitude_e7?: number;
  name?: string;
}
export interface ContactShare {
  code: string;
  display_name?: string;
}
export interface Sticker {
  set: string;
  name: string;
}
export interface Card {
  app_id: string;
  card_key?: string;
  title?: string;
  text?: string;
  path?: string;
  revision?: Int64;
}
/** What the wallet says of a payment, request, bill, packet or order; a tap asks the wallet itself. */
export interface WalletCard {
  kind?: string;
  ref_id: string;
  /** One lower-case word. */
  state?: string;
  amount?: { currency_code: string; amount_minor?: Int64 };
  note?: string;
  from_user_id?: string;
  to_user_id?: string;
  done?: number;
  of?: number;
  title_ar?: string;
  title_en?: string;
  app_id?: string;
  refunded_minor?: Int64;
  decide_by_ms?: Int64;
  /** Base64. */
  commitment?: string;
  revision?: Int64;
}
export interface Note {
  key: string;
  facts?: Record<string, string>;
}

export interface Content {
  text?: string;
  fallback_text?: string;
  image?: Image;
  file?: File;
  voice?: Voice;
  video?: Video;
  location?: Location;
  contact?: ContactShare;
  sticker?: Sticker;
  card?: Card;
  note?: Note;
  wallet_card?: WalletCard;
  reply_to_seq?: Int64;
  mention_user_ids?: string[];
  mentions_all?: boolean;
  forwarded?: boolean;
}

export interface Settings {
  title?: string;
  description?: string;
  history_for_joiners?: boolean;
  members_may_add?: boolean;
  invites_need_approval?: boolean;
}
export interface MemberChange {
  user_id: string;
  event?: string;
  role?: string;
  display_name?: string;
}
export interface Body {
  message?: Content;
  edit?: Content;
  reaction?: { emoji: string; removed?: boolean };
  member?: MemberChange;
  conversation?: Settings;
  card?: Card;
  wallet_card?: WalletCard;
}

export interface UpdateShape {
  conversation_id: string;
  seq: Int64;
  kind: string;
  sender_id?: string;
  target_seq?: Int64;
  created_at_ms?: Int64;
  body_json?: string;
  /** Base64, as `commitment`. */
  salt?: string;
  commitment?: string;
  request_id?: string;
}
export interface MessageShape {
  conversation_id?: string;
  seq: Int64;
  sender_id?: string;
  created_at_ms?: Int64;
  kind?: string;
  body_json?: string;
  edited_at_ms?: Int64;
  recalled?: boolean;
  recalled_by?: string;
  reactions?: Reaction[];
}
export interface MarkShape {
  user_id: string;
  delivered_seq?: Int64;
  read_seq?: Int64;
}
export interface ConversationShape {
  conversation_id: string;
  kind?: string;
  settings?: Settings;
  head_seq?: Int64;
  role?: string;
  status?: string;
  silenced?: boolean;
  visible_from_seq?: Int64;
  peer_user_id?: string;
  peer_name?: string;
  app_id?: string;
  open?: boolean;
  member_count?: number;
  read_seq?: Int64;
  unread_count?: number;
  mention_count?: number;
  marked_unread?: boolean;
  pinned?: boolean;
  muted_until_ms?: Int64;
  draft?: string;
  newest?: MessageShape;
  marks?: MarkShape[];
  marks_private?: boolean;
  join_request_count?: number;
}
export interface BatchShape {
  conversation_id: string;
  updates?: UpdateShape[];
  from_seq?: Int64;
  to_seq?: Int64;
  head_seq?: Int64;
  /** Base64 of the rolling hash before the first and after the last. */
  before_hash?: string;
  to_hash?: string;
}
export interface PageShape {
  messages?: MessageShape[];
  head_seq?: Int64;
  has_before?: boolean;
  has_after?: boolean;
}
export interface MyMarks {
  read_marks?: boolean;
  presence?: boolean;
}
export interface CardOfferShape {
  offer_id: string;
  card?: Card;
  created_at_ms?: Int64;
}
export interface PersonalShape {
  pos?: Int64;
  conversation?: ConversationShape;
  hidden?: { conversation_id: string; seqs?: Int64[] };
  gone_conversation_id?: string;
  my_marks?: MyMarks;
  card_offer?: CardOfferShape;
  people?: { user_id?: string };
}
export interface SyncShape {
  conversations?: ConversationShape[];
  updates?: BatchShape[];
  personal?: PersonalShape[];
  personal_pos?: Int64;
  more?: boolean;
  my_marks?: MyMarks;
  now_ms?: Int64;
}
export interface NotificationShape {
  notification_id: string;
  kind?: string;
  conversation_id?: string;
  seq?: Int64;
  count?: number;
  title?: string;
  text?: string;
  silent?: boolean;
}
/** FollowResponse: one field is set. */
export interface Happening {
  synced?: SyncShape;
  updates?: BatchShape;
  personal?: PersonalShape;
  marks?: { conversation_id: string; marks?: MarkShape[] };
  typing?: { conversation_id: string; user_ids?: string[] };
  presence?: { user_id: string; online?: boolean; last_seen_at_ms?: Int64 };
  behind?: { conversation_id: string; head_seq?: Int64 };
  notification?: NotificationShape;
}
export interface Hit {
  message: MessageShape;
  text?: string;
  highlights?: { start?: number; end?: number }[];
}
export interface Person {
  user_id: string;
  username?: string;
  display_name?: string;
  state?: string;
  alias?: string;
  blocked?: boolean;
  note?: string;
  me?: boolean;
}
export interface Member {
  user_id: string;
  display_name?: string;
  role?: string;
  status?: string;
  silenced?: boolean;
}

/** Numbers of this contract stay far below 2^53. */
export const num = (value: Int64 | undefined): number => Number(value ?? 0);

const TYPES = ["image", "file", "voice", "video", "location", "contact", "sticker", "card", "wallet_card"] as const;
export type AttachmentType = (typeof TYPES)[number];

export const attachmentOf = (content: Content): AttachmentType | null => TYPES.find((type) => content[type]) ?? null;
