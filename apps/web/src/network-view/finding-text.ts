/** Words for a finding. The client's own words are English and name commands of the terminal; these name what is here. */
import type { Finding, StatusReport } from '@sotto/client';
import type { MessageKey } from '../i18n/language.ts';
import type { Translator } from '../i18n/translator.ts';

const TITLES = {
  mailboxes: 'doctor.mailboxes',
  outbox: 'doctor.outbox',
  clock: 'doctor.clock',
  keys: 'doctor.keys',
  'recovery words': 'doctor.recovery-words',
  direct: 'doctor.direct',
} as const satisfies Readonly<Record<string, MessageKey>>;

const TEXTS = {
  mailboxes: { ok: 'doctor.mailboxes.ok', warning: 'doctor.mailboxes.warning', problem: 'doctor.mailboxes.problem' },
  outbox: { ok: 'doctor.outbox.ok', warning: 'doctor.outbox.warning' },
  clock: { ok: 'doctor.clock.ok', warning: 'doctor.clock.warning' },
  keys: { ok: 'doctor.keys.ok', warning: 'doctor.keys.warning', problem: 'doctor.keys.problem' },
  'recovery words': { ok: 'doctor.recovery-words.ok', warning: 'doctor.recovery-words.warning' },
  direct: { ok: 'doctor.direct.ok' },
} as const satisfies Readonly<Record<keyof typeof TITLES, Partial<Record<Finding['level'], MessageKey>>>>;

export interface FindingText {
  readonly title: string;
  readonly text: string;
}

/** A check of a newer client has its own name for a title. */
export function findingText({ check, level }: Finding, status: StatusReport, { t }: Translator): FindingText {
  if (!isKnown(check)) return { title: check, text: t('doctor.other') };
  const title = t(TITLES[check]);
  if (check === 'mailboxes' && status.mailboxes.length === 0) return { title, text: t('doctor.mailboxes.none') };
  const texts: Partial<Record<Finding['level'], MessageKey>> = TEXTS[check];
  return { title, text: t((texts[level] ?? 'doctor.other') as 'doctor.other') };
}

function isKnown(check: string): check is keyof typeof TITLES {
  return Object.hasOwn(TITLES, check);
}
