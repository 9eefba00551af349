import type { ContactView } from '@sotto/client';
import { expect, test } from 'vitest';
import { matchContacts } from './name-match.ts';

const contact = (name: string, claimedName = name) => ({ name, claimedName }) as ContactView;
const PEOPLE = [contact('Grace Hopper'), contact('Zoë Vogel'), contact('Boss', 'Linus'), contact('İpek')];
const found = (query: string) => matchContacts(PEOPLE, query).map(({ name }) => name);

test('contacts are found by the beginnings of their words, whatever their case and accents', () => {
  expect(found('hop gr')).toEqual(['Grace Hopper']);
  expect(found('zoe')).toEqual(['Zoë Vogel']);
  expect(found('LINUS')).toEqual(['Boss']);
  expect(found('ipek')).toEqual(['İpek']);
  expect([found('opper'), found(' - '), found('')]).toEqual([[], [], []]);
});

test('no more are found than anybody looks at', () => {
  expect(matchContacts(Array(100).fill(contact('Ada')), 'a')).toHaveLength(20);
});
