/** What each step of the first run says and asks. */
import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { recoveryWordRows } from '../../recovery-words.ts';
import { sanitizeLine } from '../../sanitize.ts';
import { DraftBox } from '../components/draft-box.ts';
import { h } from '../h.ts';
import type { OnboardingState } from '../onboarding-state.ts';
import { PANEL_FRAME_ROWS, panelColumns } from '../panel-size.ts';
import { strengthOf } from '../passphrase-strength.ts';
import { LinkAndQr } from './link-overlay.ts';

interface OnboardingBodyProps {
  readonly state: OnboardingState;
  readonly home: string;
  readonly columns: number;
  readonly rows: number;
  readonly colour: boolean;
}

export function OnboardingBody(props: OnboardingBodyProps) {
  const { state, columns } = props;
  const problem = state.problem === undefined ? null : h(Text, { color: 'red' }, state.problem);
  return h(Box, { flexDirection: 'column', width: panelColumns(columns) }, stepBody(props), problem);
}

function paragraph(text: string) {
  return h(Box, { marginBottom: 1 }, h(Text, null, text));
}

function field({ state, columns }: OnboardingBodyProps, placeholder: string, mask?: string) {
  const masked = mask === undefined ? {} : { mask };
  const box = {
    draft: state.draft,
    columns: panelColumns(columns) - 2,
    maxLines: 3,
    active: true,
    placeholder,
    ...masked,
  };
  return h(Box, { marginBottom: 1 }, h(Text, { color: 'cyan', bold: true }, '› '), h(DraftBox, box));
}

function stepBody(props: OnboardingBodyProps): ReactNode {
  const { state, home, columns, rows, colour } = props;
  switch (state.step) {
    case 'welcome':
      return [
        h(Box, { key: 'a' }, paragraph('Private messages between people, without servers that anyone has to trust.')),
        h(
          Box,
          { key: 'b' },
          paragraph(
            'Your account lives on this device only. There is no sign-up, and nobody who could reset a password: a passphrase protects it here, and a list of recovery words proves that it is yours.',
          ),
        ),
        h(Text, { key: 'c', dimColor: true }, `It will be kept in ${sanitizeLine(home, { maxColumns: 200 })}`),
      ];
    case 'name':
      return h(
        Box,
        { flexDirection: 'column' },
        paragraph('What should people see when you write to them?'),
        field(props, 'your name'),
      );
    case 'passphrase':
      return h(
        Box,
        { flexDirection: 'column' },
        paragraph('It locks your messages and keys on this device. You type it each time you start Sotto.'),
        field(props, 'a few unrelated words', '•'),
        h(StrengthHint, { passphrase: state.draft.text }),
      );
    case 'repeat':
      return h(
        Box,
        { flexDirection: 'column' },
        paragraph('Once more, so that a slip of the finger does not lock you out.'),
        field(props, '', '•'),
      );
    case 'mailboxes':
    case 'creating':
      return h(MailboxStep, props);
    case 'words':
      return h(RecoveryWords, { words: state.recoveryWords, columns: panelColumns(columns) });
    case 'check':
      return h(
        Box,
        { flexDirection: 'column' },
        paragraph(`To be sure that the list is right: what is word ${(state.asked[0] ?? 0) + 1}?`),
        field(props, `word ${(state.asked[0] ?? 0) + 1}`),
      );
    case 'link':
      return h(LinkAndQr, { link: state.link, columns: panelColumns(columns), rows: rows - PANEL_FRAME_ROWS, colour });
  }
}

const VERDICT_COLOURS = { 'too short': 'red', weak: 'red', fair: 'yellow', strong: 'green' } as const;

function StrengthHint({ passphrase }: { readonly passphrase: string }) {
  if (passphrase === '') return null;
  const { verdict, advice } = strengthOf(passphrase);
  return h(Text, null, h(Text, { color: VERDICT_COLOURS[verdict], bold: true }, verdict), `: ${advice}`);
}

function MailboxStep(props: OnboardingBodyProps) {
  const { mailboxes, step } = props.state;
  const none = mailboxes.length === 0;
  return h(
    Box,
    { flexDirection: 'column' },
    paragraph(
      'A mailbox keeps sealed messages for you while you are offline. It cannot read them. Friends or operators run them; three are best.',
    ),
    step === 'creating' ? null : field(props, 'paste an address, /dns/…/tcp/4001/p2p/12D3Koo…'),
    mailboxes.map((address) => h(Text, { key: address, color: 'green', wrap: 'truncate-middle' }, `✓ ${address}`)),
    none
      ? h(
          Text,
          { color: 'yellow' },
          'Without one, people can write to you only while this app is open. You can still write to people who have mailboxes.',
        )
      : null,
    step === 'creating' ? h(Text, { color: 'cyan' }, 'Creating your account …') : null,
  );
}

function RecoveryWords({ words, columns }: { readonly words: string; readonly columns: number }) {
  const rows = recoveryWordRows(words, columns >= 62 ? 4 : 3);
  return h(
    Box,
    { flexDirection: 'column' },
    paragraph(
      'Write these words on paper, in this order. They are shown only now, and whoever has them can take over the account.',
    ),
    h(
      Box,
      { flexDirection: 'column', marginBottom: 1 },
      rows.map((row) => h(Text, { key: row, bold: true }, row)),
    ),
  );
}
