import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type HomeTab, joinHomeTabs } from './home-tabs.ts';

/** One tab, and what it was told so far. */
interface Told {
  readonly tab: HomeTab;
  readonly roles: string[];
}

const tabs: HomeTab[] = [];
let listeners: (() => void)[] = [];
let homes = 0;

function join(home: string, onAsked: () => Promise<void> = async () => undefined): Told {
  const roles: string[] = [];
  const note = (role: string) => {
    roles.push(role);
    for (const listener of listeners.splice(0)) listener();
  };
  const tab = joinHomeTabs(home, {
    onOwner: () => note('owner'),
    onFollower: () => note('follower'),
    onAsked: async () => {
      note('asked');
      await onAsked();
    },
  });
  tabs.push(tab);
  return { tab, roles };
}

async function untilTold({ roles }: Told, role: string): Promise<void> {
  while (roles.at(-1) !== role) await new Promise<void>((resolve) => listeners.push(resolve));
}

const { locks } = navigator;
let onGiven = (): void => undefined;

/** As in a browser, where a tab hears of a lock some time after it was given to it. */
const browserLocks = {
  request: (name: string, options: LockOptions, granted: (lock: Lock | null) => Promise<void> | null) =>
    locks.request(name, options, async (lock) => {
      onGiven();
      await new Promise<void>((resolve) => setImmediate(resolve));
      await granted(lock);
    }),
};

/** A lock that is free is given at once to whoever asks for it if it is free. */
async function isFree(home: string): Promise<boolean> {
  return await locks.request(`sotto tab ${home}`, { ifAvailable: true }, (lock) => lock !== null);
}

describe('the tabs of a home', () => {
  const home = () => `tabs ${++homes}`;
  beforeEach(() => vi.stubGlobal('navigator', { locks: browserLocks }));
  afterEach(() => {
    for (const tab of tabs.splice(0)) tab.leave();
    listeners = [];
    onGiven = () => undefined;
    vi.unstubAllGlobals();
  });

  it('give it to the tab that asks, once the owner has closed it', async () => {
    const name = home();
    const owner = join(name);
    await untilTold(owner, 'owner');
    const follower = join(name);
    await untilTold(follower, 'follower');
    follower.tab.ask();
    await untilTold(follower, 'owner');
    await untilTold(owner, 'follower');
    expect(owner.roles).toEqual(['owner', 'asked', 'follower']);
    expect([owner.tab.isOwner, follower.tab.isOwner]).toEqual([false, true]);
  });

  it('keep it where it could not be closed, and ask there again', async () => {
    const name = home();
    let isStuck = true;
    const owner = join(name, async () => {
      if (isStuck) throw new DOMException('stuck', 'InvalidStateError');
    });
    await untilTold(owner, 'owner');
    const follower = join(name);
    await untilTold(follower, 'follower');
    follower.tab.ask();
    await untilTold(owner, 'asked');
    isStuck = false;
    owner.roles.push('and then');
    expect(owner.tab.isOwner).toBe(true);
    follower.tab.ask();
    await untilTold(follower, 'owner');
    expect(owner.roles.slice(0, 4)).toEqual(['owner', 'asked', 'and then', 'asked']);
  });

  it('leave it free when one goes before it was told that it has it', async () => {
    const name = home();
    const gone = join(name);
    gone.tab.leave();
    const next = join(name);
    await untilTold(next, 'owner');
    expect(gone.roles).toEqual([]);
    next.tab.leave();
    await expect.poll(() => isFree(name)).toBe(true);
  });

  it('leave it free when one goes while the lock is on its way to it', async () => {
    const name = home();
    const owner = join(name);
    await untilTold(owner, 'owner');
    const follower = join(name);
    await untilTold(follower, 'follower');
    const given = new Promise<void>((resolve) => {
      onGiven = resolve;
    });
    owner.tab.leave();
    // The follower does not know it yet.
    await given;
    follower.tab.leave();
    await expect.poll(() => isFree(name)).toBe(true);
    expect(follower.tab.isOwner).toBe(false);
  });
});
