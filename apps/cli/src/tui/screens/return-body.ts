/** What the steps of coming back say and ask. What happens is decided in return-steps.ts. */
import { Box } from 'ink';
import type { ReactNode } from 'react';
import { Paragraph } from '../components/paragraph.ts';
import { RowLine } from '../components/row-line.ts';
import { Text } from '../components/text.ts';
import { h } from '../h.ts';
import { RECOVERY_WORD_COUNT, typedWordsOf } from '../return-steps.ts';
import { typedWordRows } from '../typed-word-rows.ts';
import { OnboardingField, type StepProps } from './onboarding-field.ts';

export function ReturnStep(props: StepProps): ReactNode {
  const { state, width: columns } = props;
  switch (state.step) {
    case 'typed-words':
      return h(TypedWords, props);
    case 'devices':
      return h(OldDevices, props);
    case 'place':
    case 'returning':
      return h(Place, props);
    case 'returned':
      return returnedTexts(state.devicesLeft).map((text) => h(Paragraph, { key: text, text, columns }));
    default:
      return null;
  }
}

const TYPE_WORDS = `The ${RECOVERY_WORD_COUNT} recovery words of your account, with spaces between them; or paste them all.`;

function TypedWords(props: StepProps) {
  const { state, width } = props;
  const words = typedWordsOf(state.draft.text);
  const unknown = words.some(({ is }) => is === 'unknown');
  const count = `${words.length} of ${RECOVERY_WORD_COUNT} words`;
  return h(
    Box,
    { flexDirection: 'column', flexShrink: 0 },
    h(Paragraph, { text: TYPE_WORDS, columns: width }),
    h(Text, null, ' '),
    h(OnboardingField, { ...props, placeholder: 'word word word …' }),
    h(Text, null, ' '),
    typedWordRows(words, width).map((row) => h(RowLine, { key: row.key, row })),
    h(Text, { dimColor: true }, unknown ? `${count} · × is misspelt` : count),
  );
}

const OLD_DEVICES = 'This device becomes a new one of your account. What about the devices that it has?';
const ANSWERS = [
  ['1', 'They are lost', 'They are removed: contacts write to them no longer, and take nothing from them.'],
  ['2', 'I still have them', 'They stay devices of your account, beside this one.'],
] as const;

function OldDevices({ width }: StepProps) {
  return h(
    Box,
    { flexDirection: 'column', flexShrink: 0, gap: 1 },
    h(Paragraph, { text: OLD_DEVICES, columns: width }),
    ANSWERS.map(([key, answer, meaning]) =>
      h(
        Box,
        { key, flexDirection: 'column', flexShrink: 0 },
        h(Text, { bold: true }, h(Text, { color: 'cyan' }, key), `  ${answer}`),
        h(Box, { paddingLeft: 3 }, h(Paragraph, { text: meaning, columns: width - 3, dim: true })),
      ),
    ),
  );
}

const WHERE =
  'Where may your account be found? Paste your contact link, of any age, or the address of a mailbox that you used.';
const FATES = {
  keep: 'Your other devices will stay.',
  revoke: 'Your other devices will be removed from the account.',
} as const;

function Place(props: StepProps) {
  const { state, width } = props;
  const { step, knownLink, mailboxes, otherDevices } = state;
  const places = [...(knownLink === undefined ? [] : [knownLink]), ...mailboxes];
  return h(
    Box,
    { flexDirection: 'column', flexShrink: 0, gap: 1 },
    h(Paragraph, { text: WHERE, columns: width }),
    step === 'returning'
      ? h(Paragraph, {
          text: 'Looking for your account, and joining this device to it …',
          columns: width,
          color: 'cyan',
        })
      : h(OnboardingField, { ...props, placeholder: 'sotto:… or /dns/…/tcp/4001/p2p/12D3Koo…' }),
    places.length === 0
      ? null
      : h(
          Box,
          { flexDirection: 'column', flexShrink: 0 },
          places.map((place) => h(Text, { key: place, color: 'green', wrap: 'truncate-middle' }, `✓ ${place}`)),
        ),
    otherDevices === undefined ? null : h(Paragraph, { text: FATES[otherDevices], columns: width, dim: true }),
  );
}

function returnedTexts(devicesLeft: number): readonly string[] {
  return [
    'This device is a new one of your account.',
    'Contacts and messages of before are not on it: a contact who writes comes as a request, and you can add people by their links.',
    ...(devicesLeft === 0 ? [] : [`Your account has ${devicesLeft} more: the key d shows your devices.`]),
  ];
}
