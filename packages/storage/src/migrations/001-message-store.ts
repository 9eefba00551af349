/**
 * Schema 1: everything of a person's side.
 *
 * `key` and the columns named after people, devices, messages and conversations are 16-byte tags; `sealed…` are sealed
 * values. Plain are clocks, times, kinds and states. Tables keep their row numbers: a random key as primary key makes
 * inserts three times slower.
 */
export const MESSAGE_STORE = `
CREATE TABLE key_check (row INTEGER PRIMARY KEY CHECK (row = 1), sealed BLOB NOT NULL) STRICT;

CREATE TABLE setting (row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL) STRICT;

CREATE TABLE prekey (
  row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, kind INTEGER NOT NULL, sealed BLOB NOT NULL
) STRICT;
CREATE INDEX prekey_by_kind ON prekey (kind);

CREATE TABLE contact (
  row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, name BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL
) STRICT;

CREATE TABLE peer_device (
  row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, account BLOB NOT NULL, sealed BLOB NOT NULL
) STRICT;
CREATE INDEX peer_device_by_account ON peer_device (account);

CREATE TABLE session (
  row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, device BLOB NOT NULL, sealed BLOB NOT NULL
) STRICT;
CREATE INDEX session_by_device ON session (device);

CREATE TABLE topic (row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL) STRICT;

CREATE TABLE message (
  row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, conversation BLOB NOT NULL, clock INTEGER NOT NULL,
  incoming INTEGER NOT NULL, state INTEGER NOT NULL, sealed_id BLOB NOT NULL, sealed_state BLOB NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE INDEX message_by_clock ON message (conversation, clock);
CREATE INDEX message_unread ON message (conversation, clock) WHERE incoming = 1 AND state <> 3;

CREATE TABLE outbox (
  row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, device BLOB NOT NULL, message BLOB, status INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL, expires_at_ms INTEGER NOT NULL, next_attempt_at_ms INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE INDEX outbox_by_age ON outbox (created_at_ms);
CREATE INDEX outbox_by_status ON outbox (status, next_attempt_at_ms);
CREATE INDEX outbox_by_device ON outbox (device, created_at_ms);
CREATE INDEX outbox_by_message ON outbox (message) WHERE message IS NOT NULL;

CREATE TABLE unsealed (
  row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, conversation BLOB NOT NULL, sealed BLOB NOT NULL
) STRICT;
CREATE INDEX unsealed_by_conversation ON unsealed (conversation);

CREATE TABLE custody (
  row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE,
  envelope BLOB NOT NULL REFERENCES outbox (key) ON DELETE CASCADE, sealed BLOB NOT NULL
) STRICT;
CREATE INDEX custody_by_envelope ON custody (envelope);

CREATE TABLE stream (
  row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, conversation BLOB NOT NULL, sealed BLOB NOT NULL
) STRICT;
CREATE INDEX stream_by_conversation ON stream (conversation);

CREATE TABLE seen_envelope (
  row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, expires_at_ms INTEGER NOT NULL, sealed BLOB NOT NULL
) STRICT;
CREATE INDEX seen_envelope_by_expiry ON seen_envelope (expires_at_ms);

CREATE TABLE replay (row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, expires_at_ms INTEGER NOT NULL) STRICT;
CREATE INDEX replay_by_expiry ON replay (expires_at_ms);

CREATE TABLE acknowledgement (row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL) STRICT;

CREATE TABLE pending_receipt (row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL) STRICT;
`;
