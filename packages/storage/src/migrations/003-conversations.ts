/**
 * Schema 3: content types beside text (specs/11). What a message is to its conversation, effects by their target, the time
 * at which a message goes, and what a person has set for a conversation.
 *
 * Rows of before keep their layout: `layout` says how a row is sealed.
 */
export const CONVERSATIONS = `
ALTER TABLE message ADD COLUMN layout INTEGER NOT NULL DEFAULT 1;
ALTER TABLE message ADD COLUMN visibility INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN target BLOB;
ALTER TABLE message ADD COLUMN expires_at_ms INTEGER;
ALTER TABLE message ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
UPDATE message SET revision = row;
DROP INDEX message_unread;
CREATE INDEX message_unread ON message (conversation, clock) WHERE incoming = 1 AND state <> 3 AND visibility = 0;
CREATE INDEX message_shown ON message (conversation, clock) WHERE visibility <= 1;
CREATE INDEX message_waiting ON message (conversation, clock) WHERE visibility = 3;
CREATE INDEX message_by_target ON message (target, clock) WHERE target IS NOT NULL;
CREATE INDEX message_by_revision ON message (revision);
CREATE INDEX message_by_expiry ON message (expires_at_ms) WHERE expires_at_ms IS NOT NULL;

CREATE TABLE conversation (row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL) STRICT;
`;
