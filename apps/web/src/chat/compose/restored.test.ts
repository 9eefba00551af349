import type { MessageView } from '@sotto/client';
import { describe, expect, test } from 'vitest';
import { restored } from './use-composition.ts';

const message = (id: string) => ({ id, text: `text of ${id}` }) as MessageView;

describe('what could not be sent comes back', () => {
  test('with what was begun meanwhile', () => {
    const sent = { text: 'sent', reply: message('a') };
    expect(restored(sent, { text: '' })).toEqual(sent);
    expect(restored(sent, { text: 'begun' })).toEqual({ text: 'sent\nbegun', reply: message('a') });
  });

  test('behind a change of a message that was begun meanwhile', () => {
    const editing = { message: message('b'), before: { text: 'before' } };
    expect(restored({ text: 'sent' }, { text: 'changing', editing })).toEqual({
      text: 'changing',
      editing: { message: message('b'), before: { text: 'sent\nbefore' } },
    });
  });

  test('as a change of the same message, with what was being written around it', () => {
    const sent = { text: 'changed', editing: { message: message('a'), before: { text: 'old' } } };
    expect(restored(sent, { text: 'begun' })).toEqual({
      text: 'changed',
      editing: { message: message('a'), before: { text: 'begun' } },
    });
    const other = { text: 'another change', editing: { message: message('b'), before: { text: '' } } };
    expect(restored(sent, other)).toBe(other);
  });
});
