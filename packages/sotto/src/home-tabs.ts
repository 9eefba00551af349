/**
 * Which tab of a browser has the home: one owner, by a Web Lock; the others follow, and the one that has waited longest
 * takes over when the owner goes, however it goes.
 *
 * Owns the order of the tabs. Must not know: what a tab shows, or how the home is opened; the lock of the home is
 * another one, and holds even if nobody asks here.
 */

export interface HomeTabEvents {
  /** This tab has the home from now on: it may be opened here. */
  onOwner(): void;
  /** Another tab has it; this one is in line. Also after this tab gave it away. */
  onFollower(): void;
  /** Another tab asks for the home. It gets it when this resolves: close what is open first. If it rejects, it stays here. */
  onAsked(): Promise<void>;
}

export interface HomeTab {
  readonly isOwner: boolean;
  /** As a follower: asks the owner to give the home to this tab. */
  ask(): void;
  /** Gives the home away, or leaves the line, for good. */
  leave(): void;
}

/** A tab wants the home next. The only thing that tabs tell each other. */
const ASKS = 'asks';

/** Joins the tabs of a home. Whether this one owns it is told once, soon. */
export function joinHomeTabs(home: string, events: HomeTabEvents): HomeTab {
  return new Tab(home, events);
}

class Tab implements HomeTab {
  readonly #lockName: string;
  readonly #events: HomeTabEvents;
  readonly #channel: BroadcastChannel;
  #wait = new AbortController();
  #giveUp: (() => void) | undefined;
  #hasLeft = false;
  /** And it was told. */
  #isFollowing = false;
  #isGivingAway = false;

  constructor(home: string, events: HomeTabEvents) {
    this.#lockName = `sotto tab ${home}`;
    this.#events = events;
    this.#channel = new BroadcastChannel(this.#lockName);
    this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (data === ASKS) void this.#yield();
    };
    void this.#start();
  }

  get isOwner(): boolean {
    return this.#giveUp !== undefined;
  }

  ask(): void {
    if (!this.isOwner && !this.#hasLeft) this.#channel.postMessage(ASKS);
  }

  leave(): void {
    this.#hasLeft = true;
    this.#channel.close();
    this.#wait.abort();
    this.#giveUp?.();
  }

  async #start(): Promise<void> {
    await navigator.locks.request(this.#lockName, { ifAvailable: true }, (lock) => lock && this.#own());
    while (!this.#hasLeft) await this.#queue();
  }

  /** Waits for the home, has it, and gives it away; or is sent to the end of the line. */
  async #queue(): Promise<void> {
    if (!this.#isFollowing) this.#events.onFollower();
    this.#isFollowing = true;
    const { signal } = this.#wait;
    await navigator.locks.request(this.#lockName, { signal }, () => this.#own()).catch(ignoreAbort);
    if (signal.aborted) this.#wait = new AbortController();
  }

  /** Holds the lock until this tab gives the home away. One that left meanwhile has no use for it. */
  #own(): Promise<void> {
    if (this.#hasLeft) return Promise.resolve();
    this.#isFollowing = false;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#giveUp = () => {
      this.#giveUp = undefined;
      resolve();
    };
    this.#events.onOwner();
    return promise;
  }

  async #yield(): Promise<void> {
    if (this.isOwner) {
      if (this.#isGivingAway) return;
      this.#isGivingAway = true;
      const isFree = await this.#events.onAsked().then(
        () => true,
        () => false,
      );
      this.#isGivingAway = false;
      if (isFree) this.#giveUp?.();
    } else {
      // Goes to the end of the line, so that the tab that asks is before this one.
      this.#wait.abort();
    }
  }
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
}
