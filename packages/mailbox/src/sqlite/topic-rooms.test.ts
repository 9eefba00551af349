import { DatabaseSync } from 'node:sqlite';
import { asTopic } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AMPLE } from '../../tests/archive-fixture.ts';
import { SCHEMA } from './schema.ts';
import { TopicRooms } from './topic-rooms.ts';

const TOPICS = [1, 2, 3].map((byte) => asTopic(new Uint8Array(32).fill(byte)));
const LIMITS = { ...AMPLE, maxEnvelopesPerTopic: 3, maxBytesPerTopic: 1_000 };

function openRooms(maxRooms?: number) {
  const database = new DatabaseSync(':memory:');
  database.exec(SCHEMA);
  const insert = database.prepare(
    `INSERT INTO topics (topic, kind, read_key, write_key, owner_seen_ms, checksum) VALUES (?, 1, x'00', x'00', 0, 0)`,
  );
  const rooms = new TopicRooms(database, LIMITS, maxRooms);
  for (const topic of TOPICS) rooms.create(Number(insert.run(topic).lastInsertRowid));
  const onDisk = () =>
    database
      .prepare('SELECT envelopes, bytes, last_cursor AS lastCursor FROM topic_rooms ORDER BY number')
      .all()
      .map((row) => ({ ...row }));
  return { database, onDisk, rooms };
}

const [first = asTopic(new Uint8Array(32))] = TOPICS;

describe('the rooms of topics', () => {
  it('are bounded in envelopes and bytes', () => {
    const { rooms } = openRooms();
    expect(rooms.reserve(first, 1_001, 5)).toBeUndefined();
    expect(rooms.reserve(first, 999, 5)).toEqual({ number: 1, cursor: 5 });
    expect(rooms.reserve(first, 2, 5)).toBeUndefined();
    expect(rooms.reserve(first, 1, 5)).toEqual({ number: 1, cursor: 6 });
    expect(rooms.reserve(first, 0, 9)).toEqual({ number: 1, cursor: 9 });
    expect(rooms.reserve(first, 0, 9)).toBeUndefined();
    rooms.release(1, { envelopes: 1, bytes: 0 });
    expect(rooms.reserve(first, 0, 1)).toEqual({ number: 1, cursor: 10 });
  });

  it('of a topic that is gone are not there, and those of another in its place are new', () => {
    const { database, rooms, onDisk } = openRooms();
    rooms.reserve(first, 10, 1);
    database.exec('DELETE FROM topics WHERE number = 1');
    rooms.drop(1);
    expect(rooms.reserve(first, 10, 1)).toBeUndefined();
    rooms.write();
    expect(onDisk()).toHaveLength(2);
  });

  it('are on the disk what they would be without any memory, however transactions end', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('reserve' as const), topic: fc.nat(2), value: fc.nat(600) }),
      fc.record({ kind: fc.constant('release' as const), topic: fc.nat(2), value: fc.nat(600) }),
      fc.record({ kind: fc.constantFrom('commit' as const, 'rollback' as const), topic: fc.nat(2), value: fc.nat() }),
    );
    const property = fc.property(fc.array(step, { maxLength: 60 }), fc.constantFrom(1, 2, 16), (steps, maxRooms) => {
      const { database, rooms, onDisk } = openRooms(maxRooms);
      let committed = TOPICS.map(() => ({ envelopes: 0, bytes: 0, lastCursor: 0 }));
      let model = structuredClone(committed);
      database.exec('BEGIN');
      for (const { kind, topic, value } of steps) {
        const figures = model[topic];
        if (figures === undefined) return expect.unreachable();
        if (kind === 'reserve') {
          const fits = figures.envelopes < 3 && figures.bytes + value <= 1_000;
          const reserved = rooms.reserve(TOPICS[topic] ?? first, value, value);
          if (fits) {
            figures.envelopes++;
            figures.bytes += value;
            figures.lastCursor = Math.max(figures.lastCursor + 1, value);
          }
          expect(reserved).toEqual(fits ? { number: topic + 1, cursor: figures.lastCursor } : undefined);
        } else if (kind === 'release') {
          rooms.release(topic + 1, { envelopes: 1, bytes: value });
          figures.envelopes = Math.max(0, figures.envelopes - 1);
          figures.bytes = Math.max(0, figures.bytes - value);
        } else {
          if (kind === 'commit') {
            rooms.write();
            committed = structuredClone(model);
          } else {
            rooms.forget();
            model = structuredClone(committed);
          }
          database.exec(kind === 'commit' ? 'COMMIT' : 'ROLLBACK');
          expect(onDisk()).toEqual(committed);
          database.exec('BEGIN');
        }
      }
    });
    fc.assert(property, { seed: 6, numRuns: 200 });
  });
});
