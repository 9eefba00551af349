/** The field of a step of the first run, and what every step is drawn with. */
import { Box } from 'ink';
import { DraftBox } from '../components/draft-box.ts';
import { Text } from '../components/text.ts';
import { h } from '../h.ts';
import type { OnboardingState } from '../onboarding-state.ts';

export interface OnboardingBodyProps {
  readonly state: OnboardingState;
  readonly home: string;
  /** Of the window. */
  readonly columns: number;
  readonly rows: number;
}

export interface StepProps extends OnboardingBodyProps {
  /** Inside the panel. */
  readonly width: number;
}

interface FieldProps extends StepProps {
  readonly placeholder: string;
  readonly mask?: string;
}

export function OnboardingField({ state, width, placeholder, mask }: FieldProps) {
  const masked = mask === undefined ? {} : { mask };
  return h(
    Box,
    { flexShrink: 0 },
    h(Text, { color: 'cyan', bold: true }, '› '),
    h(DraftBox, { draft: state.draft, columns: width - 2, maxLines: 3, active: true, placeholder, ...masked }),
  );
}
