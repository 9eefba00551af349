import { asTopic } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import type { ArchiveHost, QueuedOperation } from './archive-host.ts';
import type { ArchiveOperation } from './archive-operation.ts';
import { CommitPace } from './commit-pace.ts';
import { OperationQueue } from './operation-queue.ts';

const OPERATION: ArchiveOperation = { method: 'findTopic', argument: asTopic(new Uint8Array(32)) };

/** A database that commits when it is told to. */
class SlowHost implements ArchiveHost {
  readonly groups: (readonly QueuedOperation[])[] = [];
  #done = 0;

  get isIdle(): boolean {
    return this.#done === this.groups.length;
  }

  submit(group: readonly QueuedOperation[]): void {
    this.groups.push(group);
  }

  commit(): void {
    for (const { settle } of this.groups[this.#done++] ?? []) settle({ ok: true, value: undefined });
  }

  sizes(): number[] {
    return this.groups.map((group) => group.length);
  }

  async close(): Promise<void> {}
}

function slowPace(): CommitPace {
  const pace = new CommitPace();
  for (let i = 0; i < 100; i++) pace.note(50);
  return pace;
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}

function addAll(queue: OperationQueue, count: number): Promise<unknown>[] {
  return Array.from({ length: count }, () => queue.add(OPERATION, 0));
}

describe('the queue of the database', () => {
  it('gives an idle database a part at once and the rest at the end of the turn', async () => {
    const host = new SlowHost();
    addAll(new OperationQueue(host, new CommitPace()), 64);
    expect(host.sizes()).toEqual([32]);
    await turns(1);
    expect(host.sizes()).toEqual([32, 32]);
  });

  it('gives whole turns while commits are slow', async () => {
    const host = new SlowHost();
    addAll(new OperationQueue(host, slowPace()), 64);
    expect(host.sizes()).toEqual([]);
    await turns(1);
    expect(host.sizes()).toEqual([64]);
  });

  it('gathers during a slow commit, together with what its answers lead to', async () => {
    const host = new SlowHost();
    const queue = new OperationQueue(host, slowPace());
    const first = addAll(queue, 10);
    await turns(1);
    const others = addAll(queue, 5);
    await turns(3);
    expect(host.sizes()).toEqual([10]);
    const followed = first.map((settled) => settled.then(() => queue.add(OPERATION, 0)));
    host.commit();
    await turns(3);
    expect(host.sizes()).toEqual([10, 15]);
    host.commit();
    await Promise.all([...others, ...followed]);
  });

  it('keeps nothing back when it is told to submit, as before closing', async () => {
    const host = new SlowHost();
    const queue = new OperationQueue(host, slowPace());
    addAll(queue, 3);
    await turns(1);
    addAll(queue, 2);
    queue.submit();
    await turns(3);
    expect(host.sizes()).toEqual([3, 2]);
  });
});
