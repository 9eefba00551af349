/**
 * What is being written in a conversation: a new message, perhaps an answer, or a change of one of ours. What was begun
 * before a change comes back after it; what could not be sent comes back too.
 */
import type { DraftText, MessageView, SottoClient } from '@sotto/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from '../../state/application.ts';
import { useDrafts } from './use-drafts.ts';

export interface Composition {
  readonly text: string;
  /** What it answers. */
  readonly reply?: MessageView;
  /** The message of ours that is changed, and what was being written before. */
  readonly editing?: { readonly message: MessageView; readonly before: Composition };
}

export interface Composing {
  readonly composition: Composition;
  /** What went wrong with what was sent last. */
  readonly failure: unknown;
  /** Texts that were sent off and that the store does not have yet. */
  readonly unkept: number;
  write(text: string): void;
  answer(message: MessageView | undefined): void;
  /** Begins to change a message; without one: stops it. */
  change(message: MessageView | undefined): void;
  /** Sends the message or the change. */
  send(): void;
}

const EMPTY: Composition = { text: '' };

export function useComposing(contact: string): Composing {
  const client = useClient();
  const drafts = useDrafts();
  const [composition, setComposition] = useState(EMPTY);
  const [failure, setFailure] = useState<unknown>();
  const [unkept, setUnkept] = useState(0);
  const latest = useRef(composition);
  latest.current = composition;
  const setAndKeep = useKeptDraft(contact, setComposition, latest);
  useTargets(client, setAndKeep);

  const write = useCallback((text: string) => setAndKeep((now) => ({ ...now, text })), [setAndKeep]);
  const answer = useCallback(
    (message: MessageView | undefined) =>
      setAndKeep((now) => {
        const { reply: _, ...rest } = now.editing?.before ?? now;
        return message === undefined ? rest : { ...rest, reply: message };
      }),
    [setAndKeep],
  );
  const change = useCallback(
    (message: MessageView | undefined) =>
      setAndKeep((now) => {
        const before = now.editing?.before ?? now;
        return message === undefined ? before : { text: message.text, editing: { message, before } };
      }),
    [setAndKeep],
  );
  const send = useCallback(() => {
    const sent = latest.current;
    const { editing } = sent;
    const left = editing?.before ?? EMPTY;
    const text = sent.text.trim();
    const draft = { ...draftOf(sent), text };
    if (editing === undefined && !drafts.hasRoomFor(contact, draft)) return;
    setFailure(undefined);
    setAndKeep(() => left);
    const comesBack = (error: unknown) => {
      setAndKeep((begun) => restored(sent, begun));
      setFailure(error);
    };
    if (editing !== undefined) {
      if (text !== editing.message.text) client.edit(editing.message.id, text).catch(comesBack);
      return;
    }
    const sentOff = drafts.send(contact, draft, draftOf(left));
    setUnkept((count) => count + 1);
    void sentOff.kept.then(() => setUnkept((count) => count - 1));
    sentOff.sent.catch(comesBack);
  }, [client, contact, drafts, setAndKeep]);
  return { composition, failure, unkept, write, answer, change, send };
}

/** What of it is a draft: a change of a message is none, what was being written before it is. */
function draftOf({ text, reply }: Composition): DraftText | undefined {
  if (text === '' && reply === undefined) return undefined;
  return { text, ...(reply === undefined ? {} : { replyTo: reply.id }) };
}

/** What could not be sent, with what was begun meanwhile: nothing of it is lost. */
export function restored(sent: Composition, begun: Composition): Composition {
  if (sent.editing !== undefined)
    return begun.editing === undefined ? { ...sent, editing: { ...sent.editing, before: begun } } : begun;
  if (begun.editing !== undefined) {
    return { ...begun, editing: { ...begun.editing, before: restored(sent, begun.editing.before) } };
  }
  return { ...begun, ...sent, text: begun.text === '' ? sent.text : `${sent.text}\n${begun.text}` };
}

type Change = (change: (now: Composition) => Composition) => void;

/** The draft of the conversation: read when it is opened, kept while it is written. A change of a message is no draft. */
function useKeptDraft(contact: string, setComposition: Change, latest: { current: Composition }): Change {
  const client = useClient();
  const drafts = useDrafts();
  const setAndKeep = useCallback<Change>(
    (change) => {
      const next = change(latest.current);
      if (next === latest.current) return;
      latest.current = next;
      setComposition(() => next);
      drafts.keep(contact, draftOf(next.editing?.before ?? next));
    },
    [contact, drafts, latest, setComposition],
  );
  useEffect(() => {
    let isGone = false;
    const read = async () => {
      const draft = await drafts.read(contact);
      const reply =
        draft?.replyTo === undefined ? undefined : await client.message(draft.replyTo).catch(() => undefined);
      if (isGone || draft === undefined) return;
      const kept = { text: draft.text, ...(reply === undefined || reply.isDeleted ? {} : { reply }) };
      if (latest.current === EMPTY) setComposition(() => kept);
      else setAndKeep((begun) => restored(kept, begun));
    };
    read().catch(() => undefined);
    const flush = () => void drafts.flush(contact);
    document.addEventListener('visibilitychange', flush);
    return () => {
      isGone = true;
      document.removeEventListener('visibilitychange', flush);
      flush();
    };
  }, [client, contact, drafts, latest, setAndKeep, setComposition]);
  return setAndKeep;
}

/** What is answered or changed may change, or go. */
function useTargets(client: SottoClient, change: Change): void {
  useEffect(() => {
    const follow = (id: string, message: MessageView | undefined) =>
      change((now) => {
        const isHere = message !== undefined && !message.isDeleted;
        if (now.editing?.message.id === id && !isHere) return now.editing.before;
        if (now.reply?.id !== id) return now;
        const { reply: _, ...rest } = now;
        return isHere ? { ...rest, reply: message } : rest;
      });
    const stops = [
      client.on('message-changed', (message) => follow(message.id, message)),
      client.on('message-removed', ({ id }) => follow(id, undefined)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [client, change]);
}
