/** Where messages stand in the index: places of those that are there, and free ones for those that are not. */
import type { SearchEntry } from '@sotto/ports';
import { asAccountId, asMessageId, formatHex } from '@sotto/wire';
import type { MemoryDatabase } from './memory-database.ts';
import * as statements from './search-statements.ts';

type Named = statements.Named;

export function keyOf({ conversation, messageId }: Named): string {
  return `${formatHex(conversation)}/${formatHex(messageId)}`;
}

/** By `keyOf`, of those that are there. */
export async function placesOf(
  database: MemoryDatabase,
  messages: readonly Named[],
): Promise<ReadonlyMap<string, number>> {
  const { sql, values } = statements.placesOf(messages);
  const places = new Map<string, number>();
  for (const { conversation, message, place } of await database.all(sql, values)) {
    const named = {
      conversation: asAccountId(conversation as Uint8Array),
      messageId: asMessageId(message as Uint8Array),
    };
    places.set(keyOf(named), Number(place));
  }
  return places;
}

/** For messages that are not there, by `keyOf`: the clock of each, or the next number that no other message has. */
export async function freePlaces(
  database: MemoryDatabase,
  entries: readonly SearchEntry[],
): Promise<ReadonlyMap<string, number>> {
  const places = new Map<string, number>();
  const used = new Set<number>();
  const clocks = [...new Set(entries.map(({ clock }) => clock))];
  const free = await freeFrom(database, clocks);
  for (const entry of entries) {
    let place = free.get(entry.clock) ?? entry.clock;
    while (used.has(place)) {
      do place++;
      while (used.has(place));
      place = (await freeFrom(database, [place])).get(place) ?? place;
    }
    used.add(place);
    places.set(keyOf(entry), place);
  }
  return places;
}

/** The first place from each number on that no message of the database has. */
async function freeFrom(database: MemoryDatabase, numbers: readonly number[]): Promise<Map<number, number>> {
  const { sql, values } = statements.freePlaces(numbers);
  return new Map((await database.all(sql, values)).map((row) => [Number(row['wanted']), Number(row['free'])]));
}
