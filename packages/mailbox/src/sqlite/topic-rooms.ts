/**
 * How much each topic holds and how far its positions have come: remembered between transactions, and written once per
 * transaction for each topic that has changed (specs/06 §4, §9).
 *
 * On the disk the figures change in the same transaction as the envelopes they count, so a crash leaves both or neither.
 * Nobody else writes the file. Bounded: what was used least recently is read again when it is needed. Must not know:
 * envelopes, keys.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Topic } from '@sotto/wire';
import type { ArchiveLimits } from '../archive.ts';
import { byteKey } from '../byte-key.ts';
import { RecentMap } from '../recent-map.ts';
import { integerOf } from './record.ts';

/** Topics that are remembered: about 4 MB. */
const MAX_ROOMS = 16_384;

export interface Reservation {
  readonly number: number;
  readonly cursor: number;
}

interface Room {
  readonly name: string;
  readonly number: number;
  envelopes: number;
  bytes: number;
  lastCursor: number;
  /** Other than on the disk. */
  isChanged: boolean;
}

export class TopicRooms {
  readonly #limits: ArchiveLimits;
  readonly #statements: ReturnType<typeof prepare>;
  /** By `byteKey` of the topic. */
  readonly #rooms: RecentMap<Room>;
  readonly #byNumber = new Map<number, Room>();
  /** Those that were other than on the disk at some time since the last commit. */
  #changed: Room[] = [];

  constructor(database: DatabaseSync, limits: ArchiveLimits, maxRooms: number = MAX_ROOMS) {
    this.#limits = limits;
    this.#rooms = new RecentMap(maxRooms);
    this.#statements = prepare(database);
  }

  /** Of a topic that is new. */
  create(number: number): void {
    this.#statements.create.run(number);
  }

  /** Takes a position and room for one envelope. `undefined`: unknown topic, or no room. */
  reserve(topic: Topic, sizeBytes: number, cursorAtLeast: number): Reservation | undefined {
    const room = this.#room(topic);
    if (room === undefined) return undefined;
    const { maxEnvelopesPerTopic, maxBytesPerTopic } = this.#limits;
    if (room.envelopes >= maxEnvelopesPerTopic || room.bytes + sizeBytes > maxBytesPerTopic) return undefined;
    room.envelopes++;
    room.bytes += sizeBytes;
    room.lastCursor = Math.max(room.lastCursor + 1, cursorAtLeast);
    this.#noteChange(room);
    return { number: room.number, cursor: room.lastCursor };
  }

  /** Gives back the room of deleted envelopes. */
  release(number: number, freed: { readonly envelopes: number; readonly bytes: number }): void {
    const room = this.#byNumber.get(number);
    if (room === undefined) {
      this.#statements.release.run(freed.envelopes, freed.bytes, number);
      return;
    }
    room.envelopes = Math.max(0, room.envelopes - freed.envelopes);
    room.bytes = Math.max(0, room.bytes - freed.bytes);
    this.#noteChange(room);
  }

  /** The topic is gone. */
  drop(number: number): void {
    const room = this.#byNumber.get(number);
    if (room !== undefined) this.#remove(room);
    this.#statements.remove.run(number);
  }

  /** Writes what has changed; before every commit, and before the figures on the disk are looked at. */
  write(): void {
    for (const room of this.#changed) this.#writeRoom(room);
    this.#changed = [];
  }

  /** Envelopes that all topics hold, and their bytes. */
  held(): { readonly envelopes: number; readonly bytes: number } {
    this.write();
    const row = this.#statements.held.get() ?? {};
    return { envelopes: integerOf(row, 'envelopes'), bytes: integerOf(row, 'bytes') };
  }

  /** After a transaction that was rolled back: the disk alone knows. */
  forget(): void {
    this.#rooms.clear();
    this.#byNumber.clear();
    this.#changed = [];
  }

  #room(topic: Topic): Room | undefined {
    const name = byteKey(topic);
    const known = this.#rooms.use(name);
    if (known !== undefined) return known;
    const room = this.#load(topic, name);
    if (room === undefined) return undefined;
    this.#byNumber.set(room.number, room);
    const evicted = this.#rooms.set(name, room);
    if (evicted !== undefined) {
      this.#writeRoom(evicted);
      this.#remove(evicted);
    }
    return room;
  }

  #load(topic: Topic, name: string): Room | undefined {
    const row = this.#statements.find.get(topic);
    if (row === undefined) return undefined;
    return {
      name,
      number: integerOf(row, 'number'),
      envelopes: integerOf(row, 'envelopes'),
      bytes: integerOf(row, 'bytes'),
      lastCursor: integerOf(row, 'last_cursor'),
      isChanged: false,
    };
  }

  #remove(room: Room): void {
    this.#rooms.delete(room.name);
    this.#byNumber.delete(room.number);
    room.isChanged = false;
  }

  #noteChange(room: Room): void {
    if (room.isChanged) return;
    room.isChanged = true;
    this.#changed.push(room);
  }

  #writeRoom(room: Room): void {
    if (!room.isChanged) return;
    room.isChanged = false;
    this.#statements.write.run(room.envelopes, room.bytes, room.lastCursor, room.number);
  }
}

function prepare(database: DatabaseSync) {
  return {
    create: database.prepare('INSERT INTO topic_rooms (number, envelopes, bytes, last_cursor) VALUES (?, 0, 0, 0)'),
    remove: database.prepare('DELETE FROM topic_rooms WHERE number = ?'),
    find: database.prepare(
      `SELECT number, envelopes, bytes, last_cursor FROM topics JOIN topic_rooms USING (number) WHERE topic = ?`,
    ),
    write: database.prepare('UPDATE topic_rooms SET envelopes = ?, bytes = ?, last_cursor = ? WHERE number = ?'),
    release: database.prepare(
      'UPDATE topic_rooms SET envelopes = max(0, envelopes - ?), bytes = max(0, bytes - ?) WHERE number = ?',
    ),
    held: database.prepare(
      'SELECT coalesce(sum(envelopes), 0) AS envelopes, coalesce(sum(bytes), 0) AS bytes FROM topic_rooms',
    ),
  };
}
