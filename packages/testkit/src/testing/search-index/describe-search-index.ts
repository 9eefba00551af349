/** The suite that every `SearchIndex` passes: what is found, in which order, and what a snapshot is. */
import type { SearchEntry, SearchIndex, SearchPhrase } from '@sotto/ports';
import { type AccountId, formatHex } from '@sotto/wire';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RecordFactory } from '../message-store/record-factory.ts';

export interface SearchIndexUnderTest {
  readonly index: SearchIndex;
  /** Closes the index and gives a new, empty one that has the same place for its snapshot. */
  reopen(): Promise<SearchIndex>;
  close(): Promise<void>;
}

const make = new RecordFactory('search');

function entry(text: string, fields: Partial<SearchEntry> = {}): SearchEntry {
  const { conversation, messageId, clock } = make.message();
  return { conversation, messageId, clock, terms: text.split(' '), ...fields };
}

function word(...terms: readonly string[]): SearchPhrase {
  return { terms, isPrefix: false };
}

function beginning(...terms: readonly string[]): SearchPhrase {
  return { terms, isPrefix: true };
}

export function describeSearchIndex(name: string, open: () => Promise<SearchIndexUnderTest>): void {
  describe(`the search index ${name}`, () => {
    let opened: SearchIndexUnderTest | undefined;
    const current = () => opened as SearchIndexUnderTest;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(async () => {
      await opened?.close();
    });

    async function found(
      phrases: readonly SearchPhrase[],
      options: { readonly conversation?: AccountId; readonly before?: number; readonly limit?: number } = {},
      index = current().index,
    ): Promise<string[]> {
      const hits = await index.search({ phrases, limit: 100, ...options });
      return hits.map(({ messageId }) => formatHex(messageId));
    }

    function ids(...entries: readonly SearchEntry[]): string[] {
      return entries.map(({ messageId }) => formatHex(messageId));
    }

    test('finds whole words and beginnings, newest first', async () => {
      const [first, second, third] = [entry('the quick fox'), entry('a fox sleeps'), entry('quickly now')];
      await current().index.put([second, third, first]);
      expect(await found([word('fox')])).toEqual(ids(second, first));
      expect(await found([word('quick')])).toEqual(ids(first));
      expect(await found([beginning('quick')])).toEqual(ids(third, first));
      expect(await found([beginning('q')])).toEqual(ids(third, first));
      expect(await found([word('fo')])).toEqual([]);
    });

    test('wants all phrases, in any order, and the words of a phrase in theirs', async () => {
      const [first, second] = [entry('red green blue'), entry('blue green red')];
      await current().index.put([first, second]);
      expect(await found([word('blue'), word('red')])).toEqual(ids(second, first));
      expect(await found([word('green', 'blue')])).toEqual(ids(first));
      expect(await found([beginning('green', 're')])).toEqual(ids(second));
      expect(await found([word('red', 'blue')])).toEqual([]);
      expect(await found([word('red'), word('yellow')])).toEqual([]);
    });

    test('keeps to one conversation, and to places below another', async () => {
      const conversation = make.accountId();
      const ours = [1, 2, 3].map(() => entry('needle', { conversation }));
      const [one, two, three] = ours as [SearchEntry, SearchEntry, SearchEntry];
      await current().index.put([...ours, entry('needle')]);
      expect(await found([word('needle')], { conversation })).toEqual(ids(three, two, one));
      expect(await found([word('needle')], { conversation, limit: 1 })).toEqual(ids(three));
      const [hit] = await current().index.search({ phrases: [word('needle')], conversation, limit: 1 });
      expect(await found([word('needle')], { conversation, before: hit?.place ?? 0 })).toEqual(ids(two, one));
      expect(await found([word('needle')], { conversation: make.accountId() })).toEqual([]);
    });

    test('finds words of any script', async () => {
      const entries = ['привет мир', '你 好', 'grüße café', 'नमस्ते', 'x1 2fast'].map((text) => entry(text));
      await current().index.put(entries);
      expect(await found([beginning('при')])).toEqual(ids(entries[0] as SearchEntry));
      expect(await found([word('你', '好')])).toEqual(ids(entries[1] as SearchEntry));
      expect(await found([beginning('grü')])).toEqual(ids(entries[2] as SearchEntry));
      expect(await found([word('नमस्ते')])).toEqual(ids(entries[3] as SearchEntry));
      expect(await found([beginning('2f')])).toEqual(ids(entries[4] as SearchEntry));
    });

    test('replaces what is put again, and forgets what is removed', async () => {
      const [first, second] = [entry('before'), entry('before')];
      await current().index.put([first, second]);
      await current().index.put([{ ...first, terms: ['after'] }]);
      expect(await found([word('before')])).toEqual(ids(second));
      expect(await found([word('after')])).toEqual(ids(first));
      await current().index.remove([first, second, entry('never there')]);
      expect(await found([beginning('a')])).toEqual([]);
      expect(await found([beginning('b')])).toEqual([]);
    });

    test('keeps messages of one clock and of one id apart', async () => {
      const messageId = make.messageId();
      const entries = Array.from({ length: 5 }, () => entry('same', { clock: 77, messageId }));
      await current().index.put(entries);
      await current().index.put([entry('same', { clock: 78 })]);
      const hits = await current().index.search({ phrases: [word('same')], limit: 100 });
      expect(new Set(hits.map(({ place }) => place)).size).toBe(6);
      expect(hits.map(({ place }) => place)).toEqual(hits.map(({ place }) => place).toSorted((a, b) => b - a));
      await current().index.remove([entries[2] as SearchEntry]);
      expect(await found([word('same')])).toHaveLength(5);
    });

    test('G8: refuses what is no term, so a query is never a program', async () => {
      const { index } = current();
      const refused = { code: 'invalid-argument' };
      await index.put([entry('harmless')]);
      for (const term of ['', 'a b', '"', "'", '*', 'a"b', 'text:a', '(', '-', '\u0000', 'x'.repeat(65)]) {
        await expect(index.search({ phrases: [word(term)], limit: 5 })).rejects.toMatchObject(refused);
        await expect(index.put([entry('', { terms: [term] })])).rejects.toMatchObject(refused);
      }
      for (const term of ['and', 'or', 'not', 'near', 'talk', 'text']) expect(await found([word(term)])).toEqual([]);
      await expect(index.search({ phrases: [], limit: 5 })).rejects.toMatchObject(refused);
      await expect(index.search({ phrases: [word('a')], limit: 0 })).rejects.toMatchObject(refused);
      expect(await found([word('harmless')])).toHaveLength(1);
    });

    test('is empty when it is opened; a snapshot brings back everything and its revision, as often as it is loaded', async () => {
      const entries = Array.from({ length: 300 }, (_, i) => entry(`word${i} every`));
      await current().index.put(entries);
      expect(await current().index.load()).toBeUndefined();
      await current().index.save(2 ** 40 + 7);
      for (let time = 0; time < 2; time++) {
        const index = await current().reopen();
        expect(await found([word('every')], {}, index)).toEqual([]);
        expect(await index.load()).toBe(2 ** 40 + 7);
        expect(await found([word('every')], { limit: 1_000 }, index)).toHaveLength(300);
        const more = entry('every');
        await index.put([more]);
        expect(await found([word('every')], { limit: 1 }, index)).toEqual(ids(more));
        expect(await found([word('word7')], {}, index)).toEqual(ids(entries[7] as SearchEntry));
      }
    });

    test('the last snapshot counts; one that was discarded is not there', async () => {
      await current().index.put([entry('first')]);
      await current().index.save(1);
      await current().index.put([entry('second')]);
      await current().index.save(2);
      const index = await current().reopen();
      expect(await index.load()).toBe(2);
      expect(await found([beginning('s')], {}, index)).toHaveLength(1);
      await index.discardSnapshot();
      await index.discardSnapshot();
      expect(await found([beginning('s')], {}, index)).toHaveLength(1);
      expect(await (await current().reopen()).load()).toBeUndefined();
    });

    test('is empty once cleared, its snapshot too', async () => {
      await current().index.put([entry('word')]);
      await current().index.save(5);
      await current().index.clear();
      expect(await found([word('word')])).toEqual([]);
      await current().index.put([entry('word')]);
      expect(await found([word('word')])).toHaveLength(1);
      expect(await (await current().reopen()).load()).toBeUndefined();
    });

    test('is not used after it was closed', async () => {
      const { index } = current();
      await index.close();
      await expect(index.search({ phrases: [word('a')], limit: 1 })).rejects.toMatchObject({ code: 'closed' });
      await index.close();
    });
  });
}
