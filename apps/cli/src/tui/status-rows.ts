/** The status and what the doctor found, as rows of the panel: the words of `sotto status` and `sotto doctor`. Pure. */
import type { ContactView, Finding, StatusReport } from '@sotto/client';
import { findingText } from '../finding-text.ts';
import { statusLines } from '../status-lines.ts';
import { labelledRows, TONE_COLOURS } from './labelled-rows.ts';
import type { Row, Span } from './row.ts';
import { wrapColumns } from './wrap.ts';

export interface StatusRowsInput {
  readonly status: StatusReport;
  readonly findings: readonly Finding[];
  readonly contacts: readonly ContactView[];
  readonly nowMs: number;
  /** Inside the panel. */
  readonly columns: number;
}

export function statusRows({ status, findings, contacts, nowMs, columns }: StatusRowsInput): readonly Row[] {
  const nameOf = (id: string) => contacts.find((contact) => contact.id === id)?.name;
  const [summary, ...rest] = statusLines(status, { nowMs, nameOf });
  const advice = findings.flatMap((finding) => adviceOf(finding));
  return [
    ...(summary ? textRows('summary', summary.text, columns, { color: TONE_COLOURS[summary.tone], bold: true }) : []),
    ...advice.flatMap(({ text, color }, i) => textRows(`advice-${i}`, text, columns, { color })),
    { key: 'space', spans: [{ text: ' ' }] },
    ...labelledRows(rest, columns),
  ];
}

/** What is not as it should be, and what to do. */
function adviceOf(finding: Finding): readonly { readonly text: string; readonly color: string | undefined }[] {
  if (finding.level === 'ok') return [];
  const { message, fix } = findingText(finding);
  const mark = { text: `! ${message}`, color: finding.level === 'problem' ? 'red' : 'yellow' };
  return fix === undefined ? [mark] : [mark, { text: `  → ${fix}`, color: undefined }];
}

function textRows(key: string, text: string, columns: number, style: StyleOf): readonly Row[] {
  return wrapColumns(text, columns).map((line, i) => ({ key: `${key}-${i}`, spans: [styled(line, style)] }));
}

interface StyleOf {
  readonly color: string | undefined;
  readonly bold?: boolean;
}

function styled(text: string, { color, bold = false }: StyleOf): Span {
  return { text, bold, ...(color === undefined ? {} : { color }) };
}
