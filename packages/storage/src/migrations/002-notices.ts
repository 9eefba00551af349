/** Schema 2: notices of conversations, and what is remembered of the packets of each session. */
export const NOTICES = `
CREATE TABLE notice (
  row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, conversation BLOB NOT NULL, clock INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE INDEX notice_by_clock ON notice (conversation, clock);

CREATE TABLE session_trace (
  row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE REFERENCES session (key) ON DELETE CASCADE, sealed BLOB NOT NULL
) STRICT;
`;
