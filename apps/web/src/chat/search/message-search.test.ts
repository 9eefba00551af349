import type { SearchHitView, SearchPage, SearchProgress } from '@sotto/client';
import { FakeClock } from '@sotto/testkit';
import { UnavailableError, UsageError } from '@sotto/wire';
import { beforeEach, describe, expect, test } from 'vitest';
import { MAX_HITS, MAX_QUERY_LENGTH, MessageSearch } from './message-search.ts';

interface Question {
  readonly query: string;
  readonly options: {
    readonly contact?: string;
    readonly before?: number;
    readonly limit?: number;
    readonly partial?: boolean;
  };
  readonly answer: (page: SearchPage) => void;
  readonly fail: (error: unknown) => void;
}

const hit = (id: string) => ({ message: { id }, ranges: [] }) as unknown as SearchHitView;
const page = (count: number, next?: number): SearchPage => ({
  hits: Array.from({ length: count }, (_, index) => hit(`${next ?? 'last'} ${index}`)),
  ...(next === undefined ? {} : { next }),
});

describe('a search while somebody types', () => {
  let questions: Question[];
  let clock: FakeClock;
  let search: MessageSearch;
  let stop: () => void;
  let indexGrew: (progress: SearchProgress) => void;
  beforeEach(() => {
    questions = [];
    clock = new FakeClock();
    const client = {
      search: (query: string, options: Question['options'] = {}) =>
        new Promise<SearchPage>((answer, fail) => questions.push({ query, options, answer, fail })),
      on: (_kind: string, handler: (progress: never) => void) => {
        indexGrew = handler as typeof indexGrew;
        return () => {
          indexGrew = () => undefined;
        };
      },
    };
    search = new MessageSearch({ client, clock });
    stop = search.listen();
  });

  const pause = () => clock.advanceAsync(150);
  const last = () => questions.at(-1);

  test('asks once they pause, and for nothing when nothing is left', async () => {
    for (const text of ['l', 'lo', 'loss']) search.setQuery(text);
    await pause();
    expect(questions.map(({ query }) => query)).toEqual(['loss']);
    expect(search.status).toBe('searching');
    last()?.answer(page(2));
    await pause();
    expect(search.status).toBe('done');
    search.setQuery('  ');
    await pause();
    expect(questions).toHaveLength(1);
    expect([search.status, search.hits]).toEqual(['idle', []]);
  });

  test('drops an answer that was overtaken, and keeps what was found until the next one is here', async () => {
    search.setQuery('first');
    await pause();
    search.setQuery('second');
    await pause();
    questions[1]?.answer(page(1));
    questions[0]?.answer(page(9));
    await pause();
    expect(search.hits).toHaveLength(1);
    search.setQuery('third');
    expect([search.status, search.hits.length]).toEqual(['searching', 1]);
    expect([search.query, search.answered]).toEqual(['third', 'second']);
    await pause();
    stop();
    questions[2]?.answer(page(5));
    await pause();
    expect(search.hits).toHaveLength(1);
  });

  test('reads older hits by pages, one at a time, up to a bound', async () => {
    search.setQuery('word');
    await pause();
    for (let next = 1_000; search.hasOlder || search.status !== 'done'; next--) {
      last()?.answer(page(50, next));
      await pause();
      const asked = questions.length;
      void search.loadOlder();
      void search.loadOlder();
      expect(questions.length - asked).toBe(search.hits.length < MAX_HITS ? 1 : 0);
      if (search.hits.length < MAX_HITS) expect(last()?.options).toEqual({ limit: 50, partial: true, before: next });
    }
    expect(search.hits).toHaveLength(MAX_HITS);
    expect([search.isFull, search.hasOlder, search.isLoadingOlder]).toEqual([true, false, false]);
  });

  test('forgets a page of older hits that comes after another word was typed', async () => {
    search.setQuery('word');
    await pause();
    last()?.answer(page(50, 7));
    await pause();
    const older = search.loadOlder();
    search.setQuery('words');
    questions[1]?.answer(page(50, 3));
    await older;
    expect(search.hits).toHaveLength(50);
    await pause();
    last()?.answer(page(1));
    await pause();
    expect([search.hits.length, search.hasOlder]).toEqual([1, false]);
  });

  test('says how far an index is that is being built, and asks again when it is whole', async () => {
    search.setQuery('word');
    await pause();
    last()?.answer({ ...page(1), indexing: { done: 1, total: 4 } });
    await pause();
    expect(search.indexing).toEqual({ done: 1, total: 4 });
    indexGrew({ done: 3, total: 4 });
    expect([search.indexing, questions.length]).toEqual([{ done: 3, total: 4 }, 1]);
    indexGrew({ done: 4, total: 4 });
    last()?.answer(page(7));
    await pause();
    expect([questions.length, search.hits.length, search.indexing]).toEqual([2, 7, undefined]);
    indexGrew({ done: 5, total: 5 });
    expect(questions).toHaveLength(2);

    // The index becomes whole while an answer of before is under way.
    search.setQuery('words');
    await pause();
    last()?.answer({ ...page(1), indexing: { done: 1, total: 4 } });
    await pause();
    search.setQuery('wordy');
    await pause();
    indexGrew({ done: 4, total: 4 });
    last()?.answer({ ...page(1), indexing: { done: 3, total: 4 } });
    await pause();
    expect(questions.map(({ query }) => query)).toEqual(['word', 'word', 'words', 'wordy', 'wordy']);
  });

  test('tells that there is no index from what went wrong otherwise', async () => {
    search.setQuery('word');
    await pause();
    last()?.fail(new UsageError('invalid-argument', 'no index'));
    await pause();
    expect(search.status).toBe('no-index');
    search.setQuery('wordy');
    await pause();
    const error = new UnavailableError('storage', 'no');
    last()?.fail(error);
    await pause();
    expect([search.status, search.failure, search.hits]).toEqual(['failed', error, []]);
  });

  test('cuts what nobody types', () => {
    search.setQuery('x'.repeat(10_000));
    expect(search.query).toHaveLength(MAX_QUERY_LENGTH);
  });
});
