import { fakeClock, seededRandom } from '@sotto/testkit';
import { type MailboxAddress, UnavailableError } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { RelayKeeper } from './relay-keeper.ts';

const relay = (name: string) => `/ip4/192.0.2.1/tcp/4003/ws/p2p/${name}` as MailboxAddress;
const [FIRST, SECOND] = [relay('one'), relay('two')];

/** A keeper whose relays do what the test says. */
function keeperOf(relays: readonly MailboxAddress[]) {
  const clock = fakeClock();
  const asked: string[] = [];
  const down = new Set<string>();
  let changes = 0;
  const keeper = new RelayKeeper({
    relays,
    clock,
    random: seededRandom(1),
    async reserve(address) {
      asked.push(address);
      if (down.has(address)) throw new UnavailableError('unreachable', 'down');
      return [address];
    },
    onChange: () => changes++,
  });
  /** Lets time pass, step by step, so that what waits for promises goes on. */
  const pass = async (seconds: number) => {
    for (let i = 0; i < seconds * 4; i++) {
      await Promise.resolve();
      await Promise.resolve();
      await Promise.resolve();
      await Promise.resolve();
      clock.advance(250);
    }
  };
  return { keeper, asked, down, pass, changes: () => changes };
}

const circuit = (address: string) => `${address}/p2p-circuit/webrtc`;

describe('the keeper of relays', () => {
  it('takes a place at every relay, three at most', async () => {
    const { keeper, asked, pass } = keeperOf([FIRST, SECOND, relay('three'), relay('four')]);
    keeper.start();
    await pass(1);
    expect(asked).toEqual([FIRST, SECOND, relay('three')]);
    expect(keeper.addresses()).toEqual(asked.map(circuit));
  });

  it('asks a relay that waits for its next try at once when it is told to', async () => {
    const { keeper, asked, down, pass } = keeperOf([FIRST, SECOND]);
    down.add(FIRST);
    keeper.start();
    await pass(60);
    const before = asked.length;
    down.clear();
    keeper.retryNow();
    expect(asked.slice(before)).toEqual([FIRST]);
    await pass(1);
    expect(new Set(keeper.addresses())).toEqual(new Set([FIRST, SECOND].map(circuit)));
    await pass(60);
    expect(asked).toHaveLength(before + 1);
  });

  it('tries a relay that is down again, ever less often, until it is there', async () => {
    const { keeper, asked, down, pass } = keeperOf([FIRST]);
    down.add(FIRST);
    keeper.start();
    await pass(10);
    const early = asked.length;
    expect(early).toBeGreaterThan(3);
    await pass(60);
    expect(asked.length - early).toBeLessThan(6);
    expect(keeper.addresses()).toEqual([]);
    down.clear();
    await pass(60);
    expect(keeper.addresses()).toEqual([circuit(FIRST)]);
    const settled = asked.length;
    await pass(60);
    expect(asked).toHaveLength(settled);
  });

  it('takes a lost place again, and says both', async () => {
    const { keeper, asked, pass, changes } = keeperOf([FIRST, SECOND]);
    keeper.start();
    await pass(1);
    expect(changes()).toBe(2);
    keeper.lost('one');
    keeper.lost('one');
    keeper.lost('somebody else');
    expect(keeper.addresses()).toEqual([circuit(SECOND)]);
    expect(changes()).toBe(3);
    await pass(1);
    expect(keeper.addresses()).toEqual([circuit(SECOND), circuit(FIRST)]);
    expect(asked).toEqual([FIRST, SECOND, FIRST]);
  });

  it('asks nobody once it is stopped', async () => {
    const { keeper, asked, down, pass } = keeperOf([FIRST]);
    down.add(FIRST);
    keeper.start();
    await pass(1);
    keeper.stop();
    const before = asked.length;
    await pass(120);
    expect(asked).toHaveLength(before);
    expect(keeper.addresses()).toEqual([]);
  });
});
