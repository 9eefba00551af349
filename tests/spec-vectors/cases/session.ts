/** Sessions at rest (specs/04 §7, specs/10 §6). */

import { recordedBytes } from '../../differential/recorded-bytes.ts';
import { join, number } from '../../reference/bytes.ts';
import type { Phase, ReceivingChain, Session } from '../../reference/session.ts';
import { sessionBytes } from '../../reference/session-bytes.ts';
import { type Case, hex } from '../vector.ts';
import { introduce } from './introduction.ts';
import { afterRounds, newTalk } from './script.ts';

const FLAG_AT = 2 + 32 + 8 + 8;

function phases(): Record<Phase['name'], Phase> {
  const draw = recordedBytes('phases');
  return {
    idle: { name: 'idle' },
    offering: { name: 'offering', seed: draw(64), encapsulationKey: draw(1_184) },
    answering: { name: 'answering', ciphertext: draw(1_088), secret: draw(32) },
    agreed: { name: 'agreed', secret: draw(32) },
  };
}

function at(bytes: Uint8Array, index: number, value: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[index] = value;
  return copy;
}

function withChains(session: Session, change: (chain: ReceivingChain, index: number) => ReceivingChain): Session {
  return { ...session, receiving: session.receiving.map(change) };
}

export async function sessionCases(): Promise<Case[]> {
  const cases: Case[] = [];
  const add = (name: string, story: string, session: Session | Uint8Array, expect = 'success') => {
    const bytes = session instanceof Uint8Array ? session : sessionBytes(session);
    cases.push({
      path: `session/${name}`,
      spec: '04 §7',
      story,
      run: 'session',
      input: { session: hex(bytes) },
      expect,
    });
  };
  const pending = (await introduce('at rest', true)).initiator;
  const talk = afterRounds(await newTalk('at rest'), 2, 'at rest');
  const sent = ['0', '1', '2', '3'].map((words) => talk.grace.seal(words));
  for (const packet of sent.slice(3)) talk.ada.open(packet);
  const { session } = talk.ada;
  const bytes = sessionBytes(session);
  const { offering, answering, agreed } = phases();
  add('pending', 'An initiator that has not heard back.', pending);
  add('skipped-keys', 'Three chains, three keys of skipped messages.', session);
  for (const phase of [offering, agreed])
    add(phase.name, `An initiator that is ${phase.name} for epoch 1.`, { ...session, phase });
  add('answering', 'An initiator that is answering for epoch 2.', { ...session, epoch: 1, phase: answering });

  add('refused-version', 'The version is 1.', at(bytes, 0, 1), 'wrong-version');
  add('refused-role', 'The role is 2.', at(bytes, 1, 2), 'malformed');
  add('refused-flag', 'The flag of the pending handshake is 2.', at(bytes, FLAG_AT, 2), 'malformed');
  add(
    'refused-generation',
    'The generation is 2^53.',
    join(bytes.slice(0, 34), Uint8Array.of(0, 0x20, 0, 0, 0, 0, 0, 0), bytes.slice(42)),
    'malformed',
  );
  add('refused-cut', 'The last byte is missing.', bytes.slice(0, -1), 'wrong-length');
  add('refused-left-over', 'A byte is left over.', join(bytes, number(0, 1)), 'wrong-length');
  const [newest] = session.receiving;
  const many =
    newest === undefined
      ? []
      : [newest, ...Array.from({ length: 5 }, () => ({ ...newest, chainKey: undefined, keys: [] }))];
  add('refused-six-chains', 'There are six receiving chains.', { ...session, receiving: many }, 'malformed');
  add(
    'refused-first-chain-closed',
    'The newest chain has no chain key.',
    withChains(session, (chain, index) => (index === 0 ? { ...chain, chainKey: undefined } : chain)),
    'malformed',
  );
  add(
    'refused-second-chain-open',
    'A chain that is not the newest has a chain key.',
    withChains(session, (chain) => ({ ...chain, chainKey: newest?.chainKey })),
    'malformed',
  );
  add(
    'refused-keys-not-ascending',
    'The skipped keys are not ascending.',
    withChains(session, (chain) => ({ ...chain, keys: chain.keys.toReversed() })),
    'malformed',
  );
  add(
    'refused-key-not-below-next',
    'A skipped key has the number of the next message.',
    withChains(session, (chain, index) => (index === 0 ? { ...chain, next: 2 } : chain)),
    'malformed',
  );
  add(
    'refused-offering-answerer',
    'An initiator is offering epoch 2.',
    { ...session, epoch: 1, phase: offering },
    'malformed',
  );
  add(
    'refused-answering-offerer',
    'An initiator is answering for epoch 1.',
    { ...session, phase: answering },
    'malformed',
  );
  add('refused-steps', 'Steps are 21.', { ...session, steps: 21 }, 'malformed');
  add(
    'refused-phase',
    'The phase is 4.',
    at(sessionBytes({ ...session, phase: { name: 'idle' } }), bytes.length - 1, 4),
    'malformed',
  );
  return cases;
}
