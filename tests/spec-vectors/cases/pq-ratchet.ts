/** The post-quantum ratchet: epochs as both sides see them, and material that is refused (specs/10). */

import { recordedBytes } from '../../differential/recorded-bytes.ts';
import { join } from '../../reference/bytes.ts';
import type { Session } from '../../reference/session.ts';
import type { Case } from '../vector.ts';
import { forgedPacket } from './forged-packet.ts';
import { NOW_MS } from './people.ts';
import { afterRounds, newTalk, type Script, type Talk } from './script.ts';

const DAY_MS = 86_400_000;
const OFFER_BYTES = 1_184;
const ANSWER_BYTES = 1_088;

function pqCase(name: string, story: string, script: Script, expect = 'success'): Case {
  return { path: `pq-ratchet/${name}`, spec: '10 §5', story, run: 'ratchet', input: script.input(), expect };
}

/** Ada is about to offer epoch 1 with her next chain: it is Grace's turn to write. */
async function beforeOffer(seed: string): Promise<Talk> {
  return afterRounds(await newTalk(seed), 9, seed);
}

function phaseOf({ session }: Script): Session['phase']['name'] {
  return session.phase.name;
}

/** Goes on from `beforeOffer` until Ada offers. */
async function offering(seed: string): Promise<Talk> {
  let talk = await beforeOffer(seed);
  for (let round = 0; round < 3 && phaseOf(talk.ada) !== 'offering'; round += 1) {
    talk.ada.open(talk.grace.seal('your turn'));
    if (phaseOf(talk.ada) !== 'offering') talk.grace.open(talk.ada.seal('and yours'));
    talk = { ada: talk.ada.fork(`ada ${seed} ${round}`), grace: talk.grace.fork(`grace ${seed} ${round}`) };
  }
  if (phaseOf(talk.ada) !== 'offering') throw new TypeError('Ada offers after 20 root steps');
  return talk;
}

async function wholeEpoch(): Promise<Case[]> {
  const { ada, grace } = await offering('whole epoch');
  for (let round = 0; round < 3; round += 1) {
    const nowMs = NOW_MS + (round + 1) * 60_000;
    grace.open(ada.seal(`round ${round}`), nowMs);
    ada.open(grace.seal(`answer ${round}`), nowMs);
  }
  return [
    pqCase('epoch-offerer', 'Ada offers, hears the answer and mixes the secret in: epoch 1 begins.', ada),
    pqCase('epoch-answerer', 'Grace answers an offer and follows into epoch 1.', grace),
  ];
}

async function lossAndOrder(): Promise<Case[]> {
  const lost = await offering('lost offer');
  const chain = ['0 lost', '1', '2', '3', '4', '5', '6', '7', '8'].map((words) => lost.ada.seal(words));
  for (const at of [2, 1, 3, 4]) lost.grace.open(chain[at] ?? new Uint8Array(0));
  lost.ada.open(lost.grace.seal('answer')).open(lost.grace.seal('once more'));
  lost.grace.open(chain[0] ?? new Uint8Array(0));
  const late = await offering('late offer');
  const offers = [late.ada.seal('first'), late.ada.seal('second')];
  late.grace.open(offers[1] ?? new Uint8Array(0));
  for (let round = 0; round < 2; round += 1) {
    late.ada.open(late.grace.seal('answer'));
    late.grace.open(late.ada.seal('mixed in'));
  }
  late.grace.open(offers[0] ?? new Uint8Array(0));
  return [
    pqCase('carriers', 'Messages 0, 1, 3 and 7 of a chain carry the offer, the others do not.', lost.ada),
    pqCase(
      'offer-in-later-messages',
      'The offer is in messages 0, 1 and 3 of a chain; 0 is lost and comes last.',
      lost.grace,
    ),
    pqCase('offer-of-a-past-epoch', 'An offer comes when its epoch has long begun, and is ignored.', late.grace),
  ];
}

async function byTheClock(): Promise<Case[]> {
  const due = await newTalk('a day');
  due.ada.open(due.grace.seal('the day after'), NOW_MS + DAY_MS);
  due.ada.seal('with an offer');
  const early = await newTalk('almost a day');
  early.ada.open(early.grace.seal('almost a day after'), NOW_MS + DAY_MS - 1);
  early.ada.seal('without');
  return [
    pqCase('offer-after-a-day', 'After exactly 24 hours the next chain offers.', due.ada),
    pqCase('no-offer-before-a-day', 'One millisecond earlier it does not.', early.ada),
  ];
}

async function refusals(): Promise<Case[]> {
  const cases: Case[] = [];
  const words = new TextEncoder().encode('words');
  const material = (seed: string, length: number) => recordedBytes(seed)(length);
  const add = async (name: string, story: string, body: Uint8Array, expect = 'malformed') => {
    const { ada, grace } = await offering('refusals');
    const victim = grace.fork('grace refuses').open(forgedPacket(ada.session, { body }));
    cases.push(pqCase(`refused-${name}`, story, victim, expect));
  };
  await add('unknown-kind', 'A body has kind 3.', join(Uint8Array.of(3), words));
  await add('no-kind', 'A body is empty.', new Uint8Array(0));
  await add(
    'cut-offer',
    'An encapsulation key is a byte short.',
    join(Uint8Array.of(1), material('cut', OFFER_BYTES - 1)),
  );
  await add('cut-answer', 'A ciphertext is a byte short.', join(Uint8Array.of(2), material('cut', ANSWER_BYTES - 1)));
  await add(
    'answer-of-the-offerer',
    'Who offers the epoch sends an answer.',
    join(Uint8Array.of(2), material('own', ANSWER_BYTES), words),
  );
  const above = join(Uint8Array.of(1), new Uint8Array(OFFER_BYTES).fill(0xff), words);
  await add(
    'key-above-modulus',
    'An encapsulation key has coefficients that are not below the modulus (A3).',
    above,
    'bad-key',
  );
  const { ada, grace } = await offering('offer of the answerer');
  const offer = join(Uint8Array.of(1), material('offer', OFFER_BYTES), words);
  const victim = ada.fork('ada refuses').open(forgedPacket(grace.session, { body: offer }));
  cases.push(
    pqCase('refused-offer-of-the-answerer', 'Who does not offer the epoch sends an offer.', victim, 'malformed'),
  );
  return cases;
}

export async function pqRatchetCases(): Promise<Case[]> {
  return [...(await wholeEpoch()), ...(await lossAndOrder()), ...(await byTheClock()), ...(await refusals())];
}
