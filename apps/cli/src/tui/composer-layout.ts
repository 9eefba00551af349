/** What the input area holds and how high it is, so that the rest can go to the messages. Pure. */
import type { ContactView } from '@sotto/client';
import { LIMITS } from '@sotto/wire';
import { sanitizeLine } from '../sanitize.ts';
import { type Intent, writingBlocked } from './app-state.ts';
import type { Draft } from './draft.ts';
import { layOutDraft } from './draft-lines.ts';
import { wrapColumns } from './wrap.ts';

/** From how much of the limit on the room that is left is shown. */
const NEARLY_FULL = 0.9;
/** Cells in front of the draft. */
export const PROMPT_COLUMNS = 2;

export type ComposerLayout =
  | { readonly kind: 'banner'; readonly urgent: boolean; readonly lines: readonly string[]; readonly height: number }
  | { readonly kind: 'input'; readonly remarks: readonly string[]; readonly height: number };

export interface ComposerLayoutInput {
  readonly contact: ContactView;
  readonly draft: Draft;
  /** What it is written for. */
  readonly intent?: Intent | undefined;
  readonly columns: number;
  /** Lines of the draft shown at once. */
  readonly maxLines: number;
}

export function composerLayout({ contact, draft, intent, columns, maxLines }: ComposerLayoutInput): ComposerLayout {
  const banner = bannerText(contact);
  if (banner !== undefined) {
    const lines = wrapColumns(banner, columns);
    return { kind: 'banner', urgent: contact.verification === 'changed', lines, height: lines.length };
  }
  const purpose = intent === undefined ? [] : [intentText(intent, columns)];
  const remarks = [...purpose, ...remarksOn(contact, draft).flatMap((remark) => wrapColumns(remark, columns))];
  const draftLines = Math.min(maxLines, layOutDraft(draft, columns - PROMPT_COLUMNS).lines.length);
  return { kind: 'input', remarks, height: remarks.length + draftLines };
}

/** What stands in place of the input, and the keys that help. */
function bannerText(contact: ContactView): string | undefined {
  const name = sanitizeLine(contact.name, { maxColumns: 30 });
  switch (writingBlocked(contact)) {
    case 'request':
      return `${name} is not a contact yet. [y] accept  [b] block`;
    case 'blocked':
      return `${name} is blocked. [u] unblock`;
    case 'changed':
      return (
        `The keys of ${name} changed: maybe a new device, maybe somebody in between. Nothing is sent until you have ` +
        'looked. [v] look at the safety number'
      );
    case undefined:
      return undefined;
  }
}

/** One line: what is answered or edited, and how to get out of it. */
function intentText({ kind, text }: Intent, columns: number): string {
  const what = kind === 'reply' ? 'Answering' : 'Editing';
  return sanitizeLine(`${what} (Esc: not): ${text}`, { maxColumns: columns });
}

function remarksOn(contact: ContactView, draft: Draft): readonly string[] {
  const remarks: string[] = [];
  if (!contact.reachableKeys)
    remarks.push('Their keys are not here yet: messages wait until a mailbox of theirs answers.');
  const left = LIMITS.MAX_TEXT_BYTES - Buffer.byteLength(draft.text);
  if (left < LIMITS.MAX_TEXT_BYTES * (1 - NEARLY_FULL)) remarks.push(`room for ${left} more bytes`);
  return remarks;
}
