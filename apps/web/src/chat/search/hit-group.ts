/** Hits of one conversation together. Pure. */
import type { SearchHitView } from '@sotto/client';

export interface HitGroup {
  readonly contact: string;
  /** Newest first. */
  readonly hits: readonly SearchHitView[];
}

/** The conversation with the newest hit first. Older hits that are added later change no order of what was there. */
export function groupHits(hits: readonly SearchHitView[]): readonly HitGroup[] {
  const groups = new Map<string, SearchHitView[]>();
  for (const hit of hits) {
    const group = groups.get(hit.message.contact);
    if (group === undefined) groups.set(hit.message.contact, [hit]);
    else group.push(hit);
  }
  return [...groups].map(([contact, found]) => ({ contact, hits: found }));
}
