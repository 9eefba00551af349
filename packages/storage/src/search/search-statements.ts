/**
 * The search index in SQL: one row of words for every message, found by words and by a word that names its conversation.
 *
 * The number of a row is the clock of its message, or the next free one: the database gives newest rows first without
 * sorting. The full-text table keeps no text, only where words are. Beginnings of one letter have an index of their own: longer
 * ones are few enough words to be put together when they are asked for.
 */
import type { SearchEntry, SearchPhrase, SearchQuery } from '@sotto/ports';
import { formatHex, UsageError } from '@sotto/wire';
import type { SqlStatement } from '../sql-driver.ts';

/** Of the tables below; a snapshot of another layout is not read. */
export const INDEX_LAYOUT = 1;

export const INDEX_SCHEMA = `
CREATE TABLE talk (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE) STRICT;
CREATE TABLE entry (
  place INTEGER PRIMARY KEY, talk INTEGER NOT NULL, message BLOB NOT NULL, UNIQUE (message, talk)
) STRICT;
CREATE VIRTUAL TABLE words USING fts5 (
  talk, text, content = '', contentless_delete = 1, prefix = '1', tokenize = 'ascii'
);
`;

const MAX_PHRASES = 16;
const MAX_PHRASE_TERMS = 32;
const MAX_TERM_UNITS = 64;
export const MAX_AT_ONCE = 1_000;
const TERM = /^[\p{L}\p{N}\p{M}]+$/u;

/** A message by what names it. */
export type Named = Pick<SearchEntry, 'conversation' | 'messageId'>;

export const ALL_TALKS = 'SELECT number, id FROM talk';

export function putTalk(number: number, id: Uint8Array): SqlStatement {
  return { sql: 'INSERT INTO talk (number, id) VALUES (?, ?)', values: [number, id] };
}

/** A message at its place. */
export interface PlacedEntry {
  readonly place: number;
  readonly talk: number;
  readonly messageId: Uint8Array;
  readonly terms: readonly string[];
}

/** All at once: between threads a statement for each costs more than the work. @throws {UsageError} `invalid-argument` */
export function putEntries(entries: readonly PlacedEntry[]): SqlStatement[] {
  for (const { terms } of entries) requireTerms(terms);
  const rows = entries.map(({ place, talk, messageId }) => [place, talk, formatHex(messageId)]);
  const words = entries.map(({ place, talk, terms }) => [place, talkWord(talk), terms.join(' ')]);
  return [
    {
      sql: `INSERT INTO entry (place, talk, message)
        SELECT value ->> 0, value ->> 1, unhex(value ->> 2) FROM json_each(?)`,
      values: [JSON.stringify(rows)],
    },
    {
      sql: 'INSERT INTO words (rowid, talk, text) SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)',
      values: [JSON.stringify(words)],
    },
  ];
}

/** Where messages stand that are in the index already, as rows of `place`, `conversation` and `message`. @throws {UsageError} `invalid-argument` */
export function placesOf(messages: readonly Named[]): SqlStatement {
  requireAmount(messages.length, MAX_AT_ONCE);
  const wanted = messages.map(({ conversation, messageId }) => [formatHex(conversation), formatHex(messageId)]);
  return {
    sql: `SELECT entry.place AS place, talk.id AS conversation, entry.message AS message FROM json_each(?) AS wanted
      JOIN talk ON talk.id = unhex(wanted.value ->> 0)
      JOIN entry ON entry.message = unhex(wanted.value ->> 1) AND entry.talk = talk.number`,
    values: [JSON.stringify(wanted)],
  };
}

/** The first place from each number on that no message has, as rows of `wanted` and `free`. */
export function freePlaces(numbers: readonly number[]): SqlStatement {
  return {
    sql: `SELECT wanted.value AS wanted, CASE
        WHEN NOT EXISTS (SELECT 1 FROM entry WHERE place = wanted.value) THEN wanted.value
        ELSE (SELECT taken.place + 1 FROM entry AS taken WHERE taken.place >= wanted.value
          AND NOT EXISTS (SELECT 1 FROM entry WHERE place = taken.place + 1) ORDER BY taken.place LIMIT 1)
      END AS free FROM json_each(?) AS wanted`,
    values: [JSON.stringify(numbers)],
  };
}

export function deleteEntries(places: readonly number[]): SqlStatement[] {
  const values = [JSON.stringify(places)];
  return [
    { sql: 'DELETE FROM words WHERE rowid IN (SELECT value FROM json_each(?))', values },
    { sql: 'DELETE FROM entry WHERE place IN (SELECT value FROM json_each(?))', values },
  ];
}

/** `talk`: only of this conversation. @throws {UsageError} `invalid-argument` */
export function searchStatement(query: SearchQuery, talk: number | undefined): SqlStatement {
  const { phrases, limit, before = Number.MAX_SAFE_INTEGER } = query;
  requireAmount(limit, MAX_AT_ONCE);
  requireAmount(phrases.length, MAX_PHRASES);
  const words = phrases.map((phrase) => `text : ${phraseText(phrase)}`);
  const match = [...(talk === undefined ? [] : [`talk : ${talkWord(talk)}`]), ...words].join(' AND ');
  return {
    sql: `SELECT entry.place AS place, entry.message AS message, talk.id AS conversation
      FROM (SELECT rowid FROM words WHERE words MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?) AS found
      JOIN entry ON entry.place = found.rowid JOIN talk ON talk.number = entry.talk ORDER BY entry.place DESC`,
    values: [match, before, limit],
  };
}

export function requireAmount(amount: number, most: number): void {
  if (Number.isSafeInteger(amount) && amount >= 1 && amount <= most) return;
  throw new UsageError('invalid-argument', 'not between one and what is allowed', { facts: { amount, most } });
}

function phraseText({ terms, isPrefix }: SearchPhrase): string {
  requireAmount(terms.length, MAX_PHRASE_TERMS);
  requireTerms(terms);
  return `"${terms.join(' ')}"${isPrefix ? ' *' : ''}`;
}

/** What is letters and digits alone means nothing to the query language. */
function requireTerms(terms: readonly string[]): void {
  const isFine = (term: string) => term.length <= MAX_TERM_UNITS && TERM.test(term);
  if (terms.length === 0 || !terms.every(isFine)) throw new UsageError('invalid-argument', 'not terms of a search');
}

function talkWord(number: number): string {
  return `t${number}`;
}
