/** The overlay for adding a contact, before anything was written. */
import type { AddOverlay } from './app-state.ts';
import { EMPTY_DRAFT } from './draft.ts';

export const EMPTY_ADD_OVERLAY: AddOverlay = {
  kind: 'add',
  field: 'link',
  link: EMPTY_DRAFT,
  name: EMPTY_DRAFT,
  busy: false,
  problem: undefined,
};
