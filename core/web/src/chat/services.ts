/** Names of the host's services that chat calls, and the limits both sides know. */
export const MESSAGES = "messaging.v1.MessagesService";
export const CONVERSATIONS = "messaging.v1.ConversationsService";
export const MEDIA = "messaging.v1.MediaService";
export const MODERATION = "messaging.v1.ModerationService";
export const CONTACTS = "identity.v1.ContactsService";

export const TEXT_CHARS_MAX = 4096;
