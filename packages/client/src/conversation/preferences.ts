/**
 * What the person lets others know: receipts and typing (specs/08 §6, specs/11 §8), and this device's place in the network
 * (specs/07 §9). Kept in the store.
 */
import type { MessageStore } from '@sotto/ports';
import type { PreferenceValues } from '../conversation-views.ts';
import { KeyedLock } from '../keyed-lock.ts';
import type { Ledger, Remembering } from '../ledger.ts';
import { putText, readText, SETTINGS } from '../settings.ts';

const WORDS = ['receipts', 'typing'] as const satisfies readonly (keyof PreferenceValues)[];
const IS_SET = 'set';
/** One of the two since there is a choice: a store that says neither was written before. */
const WAYS = { mailboxesOnly: 'mailboxes-only', direct: 'direct' } as const;

export class Preferences implements Remembering {
  readonly #store: MessageStore;
  readonly #ledger: Ledger;
  readonly #defaults: PreferenceValues;
  readonly #lock = new KeyedLock();
  #values: PreferenceValues;

  private constructor(store: MessageStore, ledger: Ledger, defaults: PreferenceValues) {
    this.#store = store;
    this.#ledger = ledger;
    this.#defaults = defaults;
    this.#values = defaults;
  }

  /** `defaults` hold until the person has chosen. */
  static async load(store: MessageStore, ledger: Ledger, defaults: PreferenceValues): Promise<Preferences> {
    const preferences = new Preferences(store, ledger, defaults);
    await preferences.reload();
    return preferences;
  }

  get values(): PreferenceValues {
    return this.#values;
  }

  get receipts(): boolean {
    return this.#values.receipts;
  }

  get typing(): boolean {
    return this.#values.typing;
  }

  get mailboxesOnly(): boolean {
    return this.#values.mailboxesOnly;
  }

  /** What is not given stays. Resolves with what was before. */
  async set(change: Partial<PreferenceValues>): Promise<PreferenceValues> {
    // One at a time: of two that are changed at once neither is forgotten.
    return await this.#lock.run('', async () => {
      const before = this.#values;
      const next = { ...before, ...change };
      const way = next.mailboxesOnly ? WAYS.mailboxesOnly : WAYS.direct;
      const words = [IS_SET, ...WORDS.filter((word) => next[word]), way];
      await this.#ledger.commit([putText(SETTINGS.preferences, words.join(' '))]);
      this.#values = next;
      return before;
    });
  }

  async reload(): Promise<void> {
    const text = await readText(this.#store, SETTINGS.preferences);
    const words = new Set(text.split(' '));
    if (!words.has(IS_SET)) {
      this.#values = this.#defaults;
      return;
    }
    const isChosen = words.has(WAYS.mailboxesOnly) || words.has(WAYS.direct);
    this.#values = {
      receipts: words.has('receipts'),
      typing: words.has('typing'),
      mailboxesOnly: isChosen ? words.has(WAYS.mailboxesOnly) : this.#defaults.mailboxesOnly,
    };
  }
}
