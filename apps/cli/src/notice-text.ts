/** What a notice says to a person: what happened, and what to do (specs/08 §10). Must not know: where it is shown. */
import type { NoticeView, StoredNoticeKind } from '@sotto/client';

const TEXTS: Readonly<Record<StoredNoticeKind, string>> = {
  'device-added': 'A new device was added to this account. If you did not expect that, compare the safety number.',
  'device-revoked': 'A device was removed from this account.',
  'keys-changed': 'The keys of this contact changed. Compare the safety number before you trust what comes.',
  'log-conflict': 'Two different account records exist: somebody may be lying. Compare the safety number.',
  'second-reader':
    'Something else reads your mailboxes with the keys of this device. If it is no second program of yours, this data ' +
    'folder was copied.',
  'chain-broken':
    'The numbers of this conversation do not fit together: a device of theirs was put back from a backup, or somebody ' +
    'uses a copy of it. Ask them, by another way than this one.',
  'clone-suspected':
    'Somebody may be using a copy of a device, of theirs or of yours: what was just sent cannot come from one device. Ask ' +
    'them, by another way than this one, whether they put a backup back. If nobody did, write nothing secret here.',
};

/** Safe to show: nothing that others wrote is part of it. */
export function noticeText({ kind }: Pick<NoticeView, 'kind'>): string {
  if (isKnown(kind)) return TEXTS[kind];
  return 'Something happened that this version of Sotto has no words for. Update it to know more.';
}

function isKnown(kind: string): kind is StoredNoticeKind {
  return Object.hasOwn(TEXTS, kind);
}
