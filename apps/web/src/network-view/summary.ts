/** The one sentence that says whether everything works. Pure. */
import type { Finding, StatusReport } from '@sotto/client';
import type { Translator } from '../i18n/translator.ts';
import { findingText } from './finding-text.ts';

export interface Summary {
  /** `unknown`: nothing was tried yet. */
  readonly level: Finding['level'] | 'unknown';
  readonly text: string;
}

/** What does not work is named; what only wants a look is counted. */
export function summaryOf(findings: readonly Finding[], status: StatusReport, i18n: Translator): Summary {
  const problem = findings.find(({ level }) => level === 'problem');
  if (problem !== undefined) return { level: 'problem', text: findingText(problem, i18n).text };
  if (findings.some(({ code }) => code === 'mailboxes-untried')) {
    return { level: 'unknown', text: i18n.t('network.summary.connecting') };
  }
  const looks = findings.filter(({ level }) => level === 'warning').length;
  if (looks > 0) return { level: 'warning', text: i18n.t('network.summary.look', { count: looks }) };
  const count = status.waiting.reduce((sum, group) => sum + group.count, 0);
  return {
    level: 'ok',
    text: count === 0 ? i18n.t('network.summary.good') : i18n.t('network.summary.waiting', { count }),
  };
}
