import type { MessageView } from '@sotto/client';
import { describe, expect, it } from 'vitest';
import { FakeClient } from '../testing/fake-client.ts';
import { reduceApp } from './app-reducer.ts';
import { type AppState, initialState, MAX_LOADED_MESSAGES } from './app-state.ts';

function start(...names: string[]) {
  const client = new FakeClient();
  const contacts = names.map((name) => client.know(name));
  return { client, contacts, state: initialState({ account: client.accountView, link: 'sotto:X', contacts }) };
}

function open(state: AppState, contact: string, messages: readonly MessageView[] = []): AppState {
  return reduceApp(state, { type: 'open', contact, messages, notices: [], complete: true });
}

describe('the state of the app', () => {
  it('keeps the pointer on its contact while the order changes', () => {
    const { state, contacts } = start('Ada', 'Grace');
    const [ada, grace] = contacts;
    if (ada === undefined || grace === undefined) return expect.unreachable();
    expect(state.cursor).toBe(ada.id);
    const moved = reduceApp(state, { type: 'contact', contact: { ...grace, lastActivityMs: 9 } });
    expect(moved.contacts[0]?.id).toBe(grace.id);
    expect(moved.cursor).toBe(ada.id);
    expect(reduceApp(moved, { type: 'point', step: -5 }).cursor).toBe(grace.id);
    expect(reduceApp(moved, { type: 'point', step: Number.POSITIVE_INFINITY }).cursor).toBe(ada.id);
  });

  it('opens an archived conversation where it can be seen, and points at what takes the place of one that left', async () => {
    const { state, client, contacts } = start('Ada', 'Grace', 'Linus');
    const [, grace, linus] = contacts;
    if (grace === undefined || linus === undefined) return expect.unreachable();
    await client.archive('Grace', true);
    const pointed = reduceApp(state, { type: 'point', step: 1 });
    expect(pointed.cursor).toBe(grace.id);
    const left = reduceApp(pointed, { type: 'conversations', conversations: [await client.conversation('Grace')] });
    expect(left).toMatchObject({ cursor: linus.id, isArchiveOpen: false });
    expect(reduceApp(left, { type: 'point', step: Number.POSITIVE_INFINITY }).cursor).toBe('archive');
    const opened = open(left, grace.id);
    expect(opened).toMatchObject({ cursor: grace.id, isArchiveOpen: true });
    expect(reduceApp(opened, { type: 'toggle-archive' })).toMatchObject({ cursor: 'archive', isArchiveOpen: false });
  });

  it('closes the info of a message that is gone, and of no other', () => {
    const { state, client, contacts } = start('Grace');
    const [grace] = contacts;
    if (grace === undefined) return expect.unreachable();
    const message = client.put(grace, 'x');
    const info = { message, storedAtMs: 0, devices: [] };
    const overlay = { kind: 'message-info', contact: grace.id, info, scroll: 2, atMs: 0 } as const;
    const shown = reduceApp(state, { type: 'overlay', overlay });
    const other = { ...info, message: { ...message, id: 'other' } };
    expect(reduceApp(shown, { type: 'message-info', info: other, atMs: 1 })).toBe(shown);
    expect(reduceApp(shown, { type: 'message-info', info, atMs: 1 }).overlay).toMatchObject({ scroll: 2, atMs: 1 });
    expect(reduceApp(shown, { type: 'message-removed', contact: grace.id, id: 'other' }).overlay).toBeDefined();
    expect(reduceApp(shown, { type: 'message-removed', contact: grace.id, id: message.id }).overlay).toBeUndefined();
  });

  it('puts a late message where the client says it belongs', () => {
    const { state, client, contacts } = start('Grace');
    const [grace] = contacts;
    if (grace === undefined) return expect.unreachable();
    const [a, b, c] = ['a', 'b', 'c'].map((text) => client.put(grace, text));
    if (a === undefined || b === undefined || c === undefined) return expect.unreachable();
    const before = open(state, grace.id, [a, c]);
    const after = reduceApp(before, { type: 'newest', contact: grace.id, messages: [a, b, c] });
    expect(after.conversation?.messages).toEqual([a, b, c]);
  });

  it('keeps what is loaded in bounds', () => {
    const { state, client, contacts } = start('Grace');
    const [grace] = contacts;
    if (grace === undefined) return expect.unreachable();
    const many = Array.from({ length: MAX_LOADED_MESSAGES + 50 }, () => client.put(grace, 'x'));
    const after = reduceApp(open(state, grace.id), { type: 'newest', contact: grace.id, messages: many });
    expect(after.conversation?.messages).toHaveLength(MAX_LOADED_MESSAGES);
  });

  it('shows notices of the conversation that is open, and of no other', () => {
    const { state, client, contacts } = start('Grace', 'Linus');
    const [grace, linus] = contacts;
    if (grace === undefined || linus === undefined) return expect.unreachable();
    const opened = open(state, grace.id);
    const notices = [client.notice(grace, 'device-added')];
    expect(reduceApp(opened, { type: 'notices', contact: grace.id, notices }).conversation).toMatchObject({ notices });
    expect(reduceApp(opened, { type: 'notices', contact: linus.id, notices })).toBe(opened);
  });

  it('prepends older messages once', () => {
    const { state, client, contacts } = start('Grace');
    const [grace] = contacts;
    if (grace === undefined) return expect.unreachable();
    const messages = ['a', 'b', 'c'].map((text) => client.put(grace, text));
    const opened = open(state, grace.id, messages.slice(2));
    const older = { type: 'older', contact: grace.id, messages: messages.slice(0, 2), complete: true } as const;
    const twice = reduceApp(reduceApp(opened, older), older);
    expect(twice.conversation?.messages).toEqual(messages);
  });

  it('ignores what belongs to a conversation that is not open any more', () => {
    const { state, client, contacts } = start('Grace', 'Linus');
    const [grace, linus] = contacts;
    if (grace === undefined || linus === undefined) return expect.unreachable();
    const opened = open(state, linus.id);
    const message = client.put(grace, 'x');
    expect(reduceApp(opened, { type: 'newest', contact: grace.id, messages: [message] })).toBe(opened);
    expect(reduceApp(opened, { type: 'message-state', message })).toBe(opened);
  });

  it('keeps a draft for each contact', () => {
    const { state } = start('Grace');
    const drafted = reduceApp(state, { type: 'draft', contact: 'a', draft: { text: 'x', cursor: 1 } });
    expect(reduceApp(drafted, { type: 'draft', contact: 'b', draft: { text: 'y', cursor: 1 } }).drafts).toEqual({
      a: { text: 'x', cursor: 1 },
      b: { text: 'y', cursor: 1 },
    });
  });
});
