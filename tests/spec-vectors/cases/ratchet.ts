/** The ratchet: conversations of one side, and packets that are refused (specs/04). */
import { parseHex } from '@sotto/wire';
import { nextChainKey } from '../../reference/receiving-chain.ts';
import type { ReceivingChain, Session } from '../../reference/session.ts';
import type { Case } from '../vector.ts';
import { damaged, type Forgery, forgedPacket } from './forged-packet.ts';
import { NOW_MS } from './people.ts';
import { afterRounds, newTalk, Script } from './script.ts';
import { WEAK_KEYS } from './weak-keys.ts';

const DAY_MS = 86_400_000;

function ratchetCase(name: string, story: string, script: Script, expect = 'success'): Case {
  return { path: `ratchet/${name}`, spec: '04 §5', story, run: 'ratchet', input: script.input(), expect };
}

async function conversations(): Promise<Case[]> {
  const turns = await newTalk('turns');
  afterRounds(turns, 3, 'turns');
  const late = await newTalk('late');
  const [first, second, third, fourth] = ['one', 'two', 'three', 'four'].map((words) => late.grace.seal(words));
  for (const packet of [third, first, third, second, fourth, first]) if (packet) late.ada.open(packet);
  const across = await newTalk('across');
  const kept = [across.grace.seal('kept back'), across.grace.seal('and this')];
  across.ada.open(across.grace.seal('opened'));
  across.grace.open(across.ada.seal('answer'));
  across.ada.open(across.grace.seal('next chain'));
  for (const packet of kept) across.ada.open(packet);
  const junk = await newTalk('junk');
  const packet = junk.grace.seal('fine');
  for (const at of [0, 1, 17, 49]) junk.ada.open(damaged(packet, at));
  junk.ada.open(packet.slice(0, 109)).open(new Uint8Array(0)).open(junk.ada.seal('sent back to its sender'));
  junk.ada.open(packet);
  return [
    ratchetCase('turns-initiator', 'Three rounds, as the initiator sees them.', turns.ada),
    ratchetCase('turns-recipient', 'Three rounds, as the recipient sees them.', turns.grace),
    ratchetCase('out-of-order', 'Four messages of a chain come as 3, 1, 3 again, 2, 4 and 1 again (B4, B5).', late.ada),
    ratchetCase('late-chain', 'Two messages of a chain come after the chain that follows it has started.', across.ada),
    ratchetCase(
      'not-for-us',
      'Damaged, cut and reflected packets are not for us and change nothing (B3, B9).',
      junk.ada,
    ),
    await longGap(),
    await longestJump(),
  ];
}

async function longGap(): Promise<Case> {
  const talk = await newTalk('gap');
  const sent = Array.from({ length: 1_301 }, (_, number) => talk.grace.seal(String(number)));
  for (const number of [1_300, 300, 1_299]) talk.ada.open(sent[number] ?? new Uint8Array(0));
  const story = 'Message 1,300 of a chain comes first. The newest 1,000 skipped keys are kept: 300 still opens (B1).';
  return ratchetCase('long-gap', story, talk.ada);
}

async function longestJump(): Promise<Case> {
  const { ada, grace } = await newTalk('jump');
  const { session } = grace;
  if (session.sending === undefined) throw new TypeError('Grace has a sending chain');
  let { chainKey } = session.sending;
  for (let number = 0; number < 2_000; number += 1) chainKey = nextChainKey(chainKey);
  const ahead = { ...session, sending: { ...session.sending, chainKey, next: 2_000 } };
  const story = 'Message 2,000 of a chain comes first: as many as may be skipped (B1).';
  return ratchetCase('longest-jump', story, ada.open(forgedPacket(ahead, {})));
}

/** Both have taken turns twice; Grace seals next in a chain that Ada knows. */
async function knownChain(seed: string) {
  const talk = afterRounds(await newTalk(seed), 2, seed);
  talk.ada.open(talk.grace.seal('known'));
  return { ada: talk.ada.fork(`ada ${seed} victim`), grace: talk.grace.session };
}

/** Both have taken turns twice; what Grace seals next starts a chain. */
async function newChain(seed: string) {
  const talk = afterRounds(await newTalk(seed), 2, seed);
  return { ada: talk.ada, grace: talk.grace.session };
}

async function refusals(): Promise<Case[]> {
  const cases: Case[] = [];
  const add = (name: string, story: string, script: Script, expect: string) =>
    cases.push(ratchetCase(`refused-${name}`, story, script, expect));
  const known = async (name: string, story: string, forgery: Forgery, expect: string) => {
    const { ada, grace } = await knownChain(name);
    add(name, story, ada.open(forgedPacket(grace, forgery)), expect);
  };
  const starting = async (name: string, story: string, forgery: Forgery, expect: string) => {
    const { ada, grace } = await newChain(name);
    add(name, story, ada.open(forgedPacket(grace, forgery)), expect);
  };
  const { ada, grace } = await knownChain('body');
  add('body', 'The last byte of the body was changed.', ada.open(damaged(forgedPacket(grace, {}), -1)), 'bad-tag');
  await known(
    'other-number',
    'The header says another number than the body was sealed for.',
    { header: { number: 5 } },
    'bad-tag',
  );
  await known(
    'gap',
    'In a known chain, 2,001 messages are missing (B1).',
    { header: { number: 1 + 2_001 } },
    'gap-too-large',
  );
  await known(
    'epoch-in-known-chain',
    'In a known chain, the header says a later epoch.',
    { header: { epoch: 1 } },
    'bad-tag',
  );
  await known(
    'extension-version',
    'The header has an extension of version 2.',
    { header: { extensionVersion: 2 } },
    'wrong-version',
  );
  await starting(
    'gap-in-new-chain',
    'A chain starts with number 2,001.',
    { header: { number: 2_001 } },
    'gap-too-large',
  );
  await starting(
    'gap-at-the-end',
    'A chain is said to have ended 2,001 messages after the last known one.',
    { header: { previousLength: 2_002 } },
    'gap-too-large',
  );
  await starting(
    'epoch-in-new-chain',
    'A chain starts with an epoch that nothing was agreed for.',
    { header: { epoch: 1 } },
    'bad-tag',
  );
  for (const [fault, key] of Object.entries(WEAK_KEYS)) {
    const story = `A chain starts with a ratchet key that is ${fault.replaceAll('-', ' ')} (A1).`;
    await starting(`ratchet-key-${fault}`, story, { header: { ratchetKey: parseHex(key) } }, 'bad-key');
  }
  add('closed-chain', 'A chain goes on after it was said to have ended.', await goesOnAfterItsEnd(), 'bad-tag');
  add('dropped-key', 'The key of a message was dropped unused.', await droppedKey(), 'lifetime');
  add(
    'key-of-thirty-days',
    'A message comes when its key is 30 days old and another was opened since.',
    await oldKey(),
    'lifetime',
  );
  add('chain-used-up', 'A chain has 2^32 - 1 messages.', await usedUp(), 'lifetime');
  return cases;
}

async function goesOnAfterItsEnd(): Promise<Script> {
  const { ada, grace } = await knownChain('closed');
  const talk = { ada, grace: new Script(grace, 'grace goes on') };
  talk.grace.open(ada.seal('a turn'));
  ada.open(talk.grace.seal('a new chain'));
  return ada.fork('ada after the end').open(forgedPacket(grace, {}));
}

function withChain(session: Session, change: Partial<ReceivingChain>): Session {
  const [newest, ...older] = session.receiving;
  return newest === undefined ? session : { ...session, receiving: [{ ...newest, ...change }, ...older] };
}

async function droppedKey(): Promise<Script> {
  const { ada, grace } = await knownChain('dropped');
  const session = withChain(ada.session, { next: 9, keptFrom: 5 });
  return new Script(session, 'ada dropped a key').open(forgedPacket(grace, { header: { number: 4 } }));
}

async function oldKey(): Promise<Script> {
  const talk = await newTalk('old key');
  const [late, now, after] = ['late', 'now', 'after'].map((words) => talk.grace.seal(words));
  for (const packet of [now]) if (packet) talk.ada.open(packet);
  if (after) talk.ada.open(after, NOW_MS + 30 * DAY_MS);
  return late === undefined ? talk.ada : talk.ada.open(late, NOW_MS + 30 * DAY_MS);
}

async function usedUp(): Promise<Script> {
  const { ada } = await knownChain('used up');
  const { sending } = ada.session;
  if (sending === undefined) throw new TypeError('Ada has a sending chain');
  const script = new Script({ ...ada.session, sending: { ...sending, next: 2 ** 32 - 1 } }, 'ada at the end');
  script.plan('one too many');
  return script;
}

export async function ratchetCases(): Promise<Case[]> {
  return [...(await conversations()), ...(await refusals())];
}
