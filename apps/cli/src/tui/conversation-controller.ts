/**
 * Conversations as a whole: what the list needs to know of them, and what a person sets for one of them: pins, mute,
 * archive, marks, timer. The client keeps all of it (specs/11 §7); here it is read anew whenever it says so.
 */
import type { ConversationView } from '@sotto/client';
import { markRead } from '../mark-read.ts';
import { ENDLESS_MS, mutedText, mutedUntil } from '../mute-time.ts';
import { sanitizeLine } from '../sanitize.ts';
import { Coalescer } from './coalescer.ts';
import type { ControllerParts } from './controller-parts.ts';

/** Whoever waits longer looks at the time again: clocks are set, and timers have an end. */
const MAX_WAIT_MS = 3_600_000;

export class ConversationController {
  readonly #parts: ControllerParts;
  readonly #work: Coalescer;
  /** When conversations stop being muted. The client tells nothing then. */
  readonly #muteEnds = new Map<string, number>();
  #cancelWait = () => {};
  #isOver = false;

  constructor(parts: ControllerParts) {
    this.#parts = parts;
    this.#work = new Coalescer((error) => parts.report(error));
  }

  /** The returned function ends it. */
  start(): () => void {
    const { client } = this.#parts;
    const stop = client.on('conversation', (contact) => this.#read(contact));
    this.#work.run('conversations', async () => this.#take(await client.conversations()));
    return () => {
      stop();
      this.#isOver = true;
      this.#cancelWait();
    };
  }

  togglePin(contact: string): void {
    this.#change(contact, async ({ isPinned }, name) => {
      await this.#parts.client.pin(contact, !isPinned);
      return isPinned ? `${name} is not pinned any more.` : `${name} is pinned.`;
    });
  }

  toggleArchive(contact: string): void {
    this.#change(contact, async ({ isArchived }, name) => {
      await this.#parts.client.archive(contact, !isArchived);
      return isArchived ? `${name} is back in the list.` : `${name} is in the archive.`;
    });
  }

  /** Marks it as read when something in it is unread, otherwise as unread. */
  toggleUnread(contact: string): void {
    this.#change(contact, async ({ unread, isMarkedUnread, last }, name) => {
      const { client, flash } = this.#parts;
      if (unread > 0 || isMarkedUnread) await markRead(client, contact);
      else if (last !== undefined) await client.markUnread(contact);
      else flash(`${name} has not written yet.`, 'plain');
      return undefined;
    });
  }

  showMute(contact: string): void {
    const { client, clock, dispatch } = this.#parts;
    this.#work.run('mute', async () => {
      const { isMuted, mutedUntilMs: untilMs } = await client.conversation(contact);
      dispatch({ type: 'overlay', overlay: { kind: 'mute', contact, isMuted, untilMs, atMs: clock.nowMs() } });
    });
  }

  /** `seconds` 0: it is not muted any more; absent: until the person says so. */
  mute(contact: string, seconds: number | undefined): void {
    this.#change(contact, async (_, name) => {
      const { client, clock } = this.#parts;
      const nowMs = clock.nowMs();
      const untilMs = seconds === 0 ? 0 : mutedUntil(seconds, nowMs);
      await client.mute(contact, untilMs);
      return seconds === 0 ? `${name} is not muted any more.` : `${name} is ${mutedText(untilMs, nowMs)}.`;
    });
  }

  showTimer(contact: string): void {
    const { client, dispatch } = this.#parts;
    this.#work.run('timer', async () => {
      const { timerSeconds: seconds } = await client.conversation(contact);
      dispatch({ type: 'overlay', overlay: { kind: 'timer', contact, seconds } });
    });
  }

  setTimer(contact: string, seconds: number): void {
    this.#change(contact, async () => {
      await this.#parts.client.setTimer(contact, seconds);
      return 'The timer is set for both of you.';
    });
  }

  /** A wish of the person: each is carried out, none replaces another. `work` gives what is said afterwards. */
  #change(contact: string, work: (conversation: ConversationView, name: string) => Promise<string | undefined>): void {
    const { client, flash, report } = this.#parts;
    const done = async () => {
      const conversation = await client.conversation(contact);
      const said = await work(conversation, sanitizeLine(conversation.name, { maxColumns: 40 }));
      if (said !== undefined) flash(said, 'good');
    };
    void done().catch(report);
  }

  #read(contact: string): void {
    const { client } = this.#parts;
    this.#work.run(`conversation ${contact}`, async () => this.#take([await client.conversation(contact)]));
  }

  #take(conversations: readonly ConversationView[]): void {
    for (const { contact, mutedUntilMs } of conversations) {
      if (mutedUntilMs === undefined || mutedUntilMs === ENDLESS_MS) this.#muteEnds.delete(contact);
      else this.#muteEnds.set(contact, mutedUntilMs);
    }
    this.#parts.dispatch({ type: 'conversations', conversations });
    this.#awaitUnmuting();
  }

  #awaitUnmuting(): void {
    const { clock } = this.#parts;
    this.#cancelWait();
    if (this.#muteEnds.size === 0 || this.#isOver) return;
    const first = [...this.#muteEnds.values()].reduce((a, b) => Math.min(a, b));
    const delayMs = Math.min(MAX_WAIT_MS, Math.max(0, first - clock.nowMs()));
    this.#cancelWait = clock.schedule(delayMs, () => {
      for (const [contact, untilMs] of this.#muteEnds) {
        if (untilMs > clock.nowMs()) continue;
        this.#muteEnds.delete(contact);
        this.#read(contact);
      }
      this.#awaitUnmuting();
    });
  }
}
