/**
 * `MemoryDatabase` in a worker of its own: a search never delays a message, and the memory goes with the worker when the
 * index is closed.
 */
import type { MemoryDatabase } from '../search/memory-database.ts';
import type { SqlRow, SqlStatement, SqlValue } from '../sql-driver.ts';
import { DatabaseChannel, startDatabaseWorker } from './database-channel.ts';
import { errorOf } from './database-failure.ts';

export class WorkerMemoryDatabase implements MemoryDatabase {
  readonly #channel: DatabaseChannel;

  private constructor(channel: DatabaseChannel) {
    this.#channel = channel;
  }

  static async open(): Promise<WorkerMemoryDatabase> {
    return new WorkerMemoryDatabase(await DatabaseChannel.open(startDatabaseWorker(), ':memory:'));
  }

  all(sql: string, values: readonly SqlValue[]): Promise<readonly SqlRow[]> {
    return this.#channel.ask({ kind: 'all', sql, values });
  }

  async transact(statements: readonly SqlStatement[]): Promise<void> {
    const [outcome] = await this.#channel.ask({ kind: 'transact', groups: [statements], durability: 'full' });
    if (outcome?.done === false) throw errorOf(outcome);
  }

  async script(sql: string): Promise<void> {
    await this.#channel.ask({ kind: 'script', sql });
  }

  serialize(): Promise<Uint8Array> {
    return this.#channel.ask({ kind: 'serialize' });
  }

  async deserialize(bytes: Uint8Array): Promise<void> {
    // What moves to the worker is gone here: a copy does.
    await this.#channel.ask({ kind: 'deserialize', bytes: new Uint8Array(bytes) });
  }

  async close(): Promise<void> {
    (await this.#channel.close())?.terminate();
  }
}
