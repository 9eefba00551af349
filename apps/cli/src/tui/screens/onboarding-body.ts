/** What each step of the first run says and asks. */
import { Box } from 'ink';
import type { ReactNode } from 'react';
import { recoveryWordColumns, recoveryWordRows } from '../../recovery-words.ts';
import { sanitizeLine } from '../../sanitize.ts';
import { Paragraph } from '../components/paragraph.ts';
import { Text } from '../components/text.ts';
import { h } from '../h.ts';
import { PANEL_FRAME_ROWS, panelColumns } from '../panel-size.ts';
import { strengthOf } from '../passphrase-strength.ts';
import { wrapColumns } from '../wrap.ts';
import { type OnboardingBodyProps, OnboardingField, type StepProps } from './onboarding-field.ts';
import { ReturnStep } from './return-body.ts';

export function OnboardingBody(props: OnboardingBodyProps) {
  const { state, columns } = props;
  const width = panelColumns(columns);
  return h(
    Box,
    { flexDirection: 'column', flexShrink: 0, gap: 1, width },
    h(Step, { ...props, width }),
    state.problem === undefined ? null : h(Paragraph, { text: state.problem, columns: width, color: 'red' }),
  );
}

function Step(props: StepProps): ReactNode {
  const { state, home, width: columns } = props;
  const asked = `word ${(state.asked[0] ?? 0) + 1}`;
  switch (state.step) {
    case 'welcome':
      return [
        h(Paragraph, {
          key: 1,
          columns,
          text: 'Private messages between people, without servers that anyone has to trust.',
        }),
        h(Paragraph, { key: 2, columns, text: OWNERSHIP }),
        h(Paragraph, {
          key: 3,
          columns,
          dim: true,
          text: `It will be kept in ${sanitizeLine(home, { maxColumns: 200 })}`,
        }),
      ];
    case 'name':
      return [
        h(Paragraph, { key: 1, columns, text: 'What should people see when you write to them?' }),
        h(OnboardingField, { key: 2, ...props, placeholder: 'your name' }),
      ];
    case 'passphrase':
      return [
        h(Paragraph, {
          key: 1,
          columns,
          text: 'It locks your messages and keys on this device. You type it each time you start Sotto.',
        }),
        h(OnboardingField, { key: 2, ...props, placeholder: 'a few unrelated words', mask: '•' }),
        h(StrengthHint, { key: 3, passphrase: state.draft.text }),
      ];
    case 'repeat':
      return [
        h(Paragraph, { key: 1, columns, text: 'Once more, so that a slip of the finger does not lock you out.' }),
        h(OnboardingField, { key: 2, ...props, placeholder: 'the same again', mask: '•' }),
      ];
    case 'mailboxes':
    case 'creating':
      return h(MailboxStep, props);
    case 'words':
      return h(RecoveryWords, props);
    case 'check':
      return [
        h(Paragraph, { key: 1, columns, text: `To be sure that the list is right: what is ${asked}?` }),
        h(OnboardingField, { key: 2, ...props, placeholder: asked }),
      ];
    case 'typed-words':
    case 'devices':
    case 'place':
    case 'returning':
    case 'returned':
      return h(ReturnStep, props);
    case 'link':
      return null;
  }
}

const OWNERSHIP =
  'Your account lives on this device only. There is no sign-up, and nobody who could reset a password: a passphrase ' +
  'protects it here, and a list of recovery words proves that it is yours.';

const VERDICT_COLOURS = { 'too short': 'red', weak: 'red', fair: 'yellow', strong: 'green' } as const;

function StrengthHint({ passphrase }: { readonly passphrase: string }) {
  if (passphrase === '') return h(Text, null, ' ');
  const { verdict, advice } = strengthOf(passphrase);
  return h(
    Text,
    { wrap: 'truncate-end' },
    h(Text, { color: VERDICT_COLOURS[verdict], bold: true }, verdict),
    `: ${advice}`,
  );
}

const MAILBOXES =
  'A mailbox keeps sealed messages for you while you are offline. It cannot read them. Friends or operators run them; ' +
  'three are best.';
const WITHOUT_MAILBOX =
  'Without one, this app is your mailbox: people who can reach this device can write to you while the app is open.';

function MailboxStep(props: StepProps) {
  const { state, width } = props;
  const { mailboxes, step } = state;
  return h(
    Box,
    { flexDirection: 'column', flexShrink: 0, gap: 1 },
    h(Paragraph, { text: MAILBOXES, columns: width }),
    step === 'creating'
      ? h(Text, { color: 'cyan' }, 'Creating your account …')
      : h(OnboardingField, { ...props, placeholder: 'paste an address, /dns/…/tcp/4001/p2p/12D3Koo…' }),
    mailboxes.length === 0
      ? h(Paragraph, { text: WITHOUT_MAILBOX, columns: width, color: 'yellow' })
      : h(
          Box,
          { flexDirection: 'column', flexShrink: 0 },
          mailboxes.map((address) =>
            h(Text, { key: address, color: 'green', wrap: 'truncate-middle' }, `✓ ${address}`),
          ),
        ),
  );
}

const WRITE_DOWN =
  'Write these words on paper, in this order: whoever has them owns the account. Sotto shows them until you have checked two.';

/** All the words or none: a list that lacks a line would be written down as if it were whole. */
function RecoveryWords({ state, width, rows }: StepProps) {
  const lines = recoveryWordRows(state.recoveryWords, recoveryWordColumns(width));
  const missing = wrapColumns(WRITE_DOWN, width).length + lines.length + 1 - (rows - PANEL_FRAME_ROWS);
  if (missing > 0) {
    const text = `Make this window higher by ${missing} to see the recovery words.`;
    return h(Paragraph, { text, columns: width, color: 'yellow' });
  }
  return h(
    Box,
    { flexDirection: 'column', flexShrink: 0, gap: 1 },
    h(Paragraph, { text: WRITE_DOWN, columns: width }),
    h(
      Box,
      { flexDirection: 'column', flexShrink: 0 },
      lines.map((line) => h(Text, { key: line, bold: true }, line)),
    ),
  );
}
