/** Overlays that take text, before anything was written. */
import type { AddOverlay, SearchOverlay } from './app-state.ts';
import { EMPTY_DRAFT } from './draft.ts';

export const EMPTY_ADD_OVERLAY: AddOverlay = {
  kind: 'add',
  field: 'link',
  link: EMPTY_DRAFT,
  name: EMPTY_DRAFT,
  busy: false,
  problem: undefined,
};

export const EMPTY_SEARCH: SearchOverlay = { kind: 'search', draft: EMPTY_DRAFT, hits: [], searched: '', cursor: 0 };
