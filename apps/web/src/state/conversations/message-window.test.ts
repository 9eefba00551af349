import type { MessageView } from '@sotto/client';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareMessages, MessageWindow, PAGE_SIZE } from './message-window.ts';

function messageOf(order: number): MessageView {
  return {
    id: order.toString(16).padStart(32, '0'),
    contact: 'sotto1x',
    direction: 'in',
    text: `message ${order}`,
    type: 'sotto/text',
    state: 'read',
    custody: { held: 0, of: 0 },
    devices: { delivered: 0, of: 0 },
    sentAtMs: order,
    order,
    isDeleted: false,
    reactions: [],
  };
}

/** The conversation as the store has it, and a window on it. */
class Conversation {
  readonly window = new MessageWindow();
  readonly stored: MessageView[];

  constructor(count: number) {
    // Room for messages in between.
    this.stored = Array.from({ length: count }, (_, index) => messageOf(10 * (index + 1)));
    this.#prepend(undefined);
  }

  loadOlder(): void {
    if (this.window.olderThan !== undefined) this.#prepend(this.window.olderThan);
  }

  loadNewer(): void {
    const { newerThan } = this.window;
    if (newerThan === undefined) return;
    const start = this.stored.findIndex(({ id }) => id === newerThan) + 1;
    const page = this.stored.slice(start, start + PAGE_SIZE);
    this.window.append(page, page.length < PAGE_SIZE);
  }

  /** Begins anew around a message, as the feed does. */
  goTo(index: number): void {
    const start = Math.max(0, index - PAGE_SIZE / 2);
    const page = this.stored.slice(start, start + PAGE_SIZE);
    this.window.restart(page, { isOldest: start === 0, isNewest: start + page.length === this.stored.length });
  }

  goHome(): void {
    const page = this.stored.slice(-PAGE_SIZE);
    this.window.restart(page, { isOldest: page.length === this.stored.length, isNewest: true });
  }

  remove(index: number): void {
    const [removed] = this.stored.splice(index, 1);
    if (removed === undefined) return;
    this.window.remove(removed.id);
    if (this.window.count === 0) this.goHome();
  }

  arrive(order: number): void {
    const message = messageOf(order);
    if (this.stored.some(({ id }) => id === message.id)) return;
    this.stored.push(message);
    this.stored.sort(compareMessages);
    this.window.insert(message);
  }

  show(start: number): void {
    const end = Math.min(this.window.count - 1, start + 20);
    for (const request of this.window.missing(start, end)) {
      this.window.fill(request, this.#page(request.limit, request.before));
    }
    this.window.letGo(start, end);
  }

  /** What the window holds is what the store has, in its place. */
  check(): void {
    const offset = this.stored.length - this.window.count;
    expect(offset).toBeGreaterThanOrEqual(0);
    expect(this.window.isComplete ? offset : 0).toBe(0);
    for (let index = 0; index < this.window.count; index++) {
      const held = this.window.at(index);
      if (held !== undefined) expect(held.id).toBe(this.stored[offset + index]?.id);
    }
    expect(this.window.at(this.window.count)).toBeUndefined();
    expect(this.window.at(-1)).toBeUndefined();
    expect(this.window.newest?.id).toBe(this.stored.at(-1)?.id);
  }

  /** What the window holds is one piece of what the store has, and it knows where that ends. */
  checkPart(): void {
    const start = this.stored.findIndex(({ id }) => id === this.window.at(0)?.id);
    expect(start).toBeGreaterThanOrEqual(0);
    const held = Array.from({ length: this.window.count }, (_, index) => this.window.at(index)?.id);
    expect(held).toEqual(this.stored.slice(start, start + held.length).map(({ id }) => id));
    if (this.window.isComplete) expect(start).toBe(0);
    if (this.window.isAttached) expect(start + held.length).toBe(this.stored.length);
  }

  #prepend(before: string | undefined): void {
    const page = this.#page(PAGE_SIZE, before);
    this.window.prepend(page, page.length < PAGE_SIZE);
  }

  #page(limit: number, before: string | undefined): readonly MessageView[] {
    const end = before === undefined ? this.stored.length : this.stored.findIndex(({ id }) => id === before);
    return this.stored.slice(Math.max(0, end - limit), end);
  }
}

function heldBy({ window }: Conversation): number {
  return Array.from({ length: window.count }, (_, index) => window.at(index)).filter(Boolean).length;
}

describe('the window on a conversation', () => {
  test('holds what the store has, whatever comes in and wherever the person goes', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('older' as const), place: fc.constant(0) }),
      fc.record({ kind: fc.constant('show' as const), place: fc.integer({ min: 0, max: 3_000 }) }),
      fc.record({ kind: fc.constant('newest' as const), place: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ kind: fc.constant('late' as const), place: fc.integer({ min: 1, max: 30_000 }) }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_600 }), fc.array(step, { maxLength: 60 }), (count, steps) => {
        const conversation = new Conversation(count);
        for (const { kind, place } of steps) {
          if (kind === 'older') conversation.loadOlder();
          else if (kind === 'show') conversation.show(place % conversation.window.count);
          else if (kind === 'newest') conversation.arrive((conversation.stored.at(-1)?.order ?? 0) + place);
          else conversation.arrive(place);
        }
        conversation.check();
      }),
      { numRuns: 60 },
    );
  });

  test('goes far away and back, and lets messages go that have disappeared', () => {
    const step = fc.record({
      kind: fc.constantFrom('older', 'newer', 'far', 'home', 'removed', 'newest'),
      place: fc.integer({ min: 0, max: 5_000 }),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900 }), fc.array(step, { maxLength: 40 }), (count, steps) => {
        const conversation = new Conversation(count);
        for (const { kind, place } of steps) {
          if (kind === 'older') conversation.loadOlder();
          else if (kind === 'newer') conversation.loadNewer();
          else if (kind === 'far') conversation.goTo(place % conversation.stored.length);
          else if (kind === 'home') conversation.goHome();
          else if (kind === 'newest') conversation.arrive((conversation.stored.at(-1)?.order ?? 0) + 1 + (place % 9));
          else if (conversation.stored.length > 1) conversation.remove(place % conversation.stored.length);
          conversation.checkPart();
        }
      }),
      { numRuns: 100 },
    );
  });

  test('says that it began anew far away, and takes no message whose place it does not know', () => {
    const conversation = new Conversation(500);
    conversation.goTo(100);
    expect(conversation.window.stretch).toBe(1);
    expect(conversation.window.newest).toBeUndefined();
    expect(conversation.window.insert(messageOf(1_000_000))).toBe(false);
  });

  test('reads a page again whose first message went while the page was let go', () => {
    const conversation = new Conversation(5_000);
    for (let page = 0; page < 40; page++) {
      conversation.loadOlder();
      conversation.show(0);
    }
    const gap = Array.from({ length: conversation.window.count }, (_, index) => index).find(
      (index) => conversation.window.at(index) === undefined,
    );
    const offset = conversation.stored.length - conversation.window.count;
    conversation.remove(offset + (gap ?? 0));
    expect(conversation.window.isComplete).toBe(false);
    conversation.check();
  });

  test('holds no more than a bounded number, and reads again what it let go', () => {
    const conversation = new Conversation(10_000);
    for (let page = 0; page < 100; page++) {
      conversation.loadOlder();
      conversation.show(0);
    }
    expect(conversation.window.count).toBe(10_000);
    expect(heldBy(conversation)).toBeLessThan(2_000);
    conversation.show(5_000);
    expect(conversation.window.at(5_000)?.id).toBe(conversation.stored[5_000]?.id);
    conversation.check();
  });

  test('names a place by a key that older messages do not change', () => {
    const conversation = new Conversation(500);
    const key = conversation.window.keyAt(0);
    const { id } = conversation.window.at(0) ?? messageOf(0);
    conversation.loadOlder();
    const index = conversation.window.indexWhere((message) => message.id === id) ?? -1;
    expect(index).toBe(PAGE_SIZE);
    expect(conversation.window.keyAt(index)).toBe(key);
  });

  test('shows a message once, and its newest state in its place', () => {
    const conversation = new Conversation(3);
    expect(conversation.window.insert(messageOf(20))).toBe(false);
    expect(conversation.window.replace({ ...messageOf(20), state: 'failed' })).toBe(true);
    expect(conversation.window.at(1)?.state).toBe('failed');
    expect(conversation.window.replace(messageOf(21))).toBe(false);
  });
});
