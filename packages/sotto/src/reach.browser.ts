/** How others reach a page: it cannot listen, and is met by its relays. The counterpart of `reach.ts`. */
import type { ReachOptions } from './reach-options.ts';

export const defaultReach: Required<Pick<ReachOptions, 'listen' | 'discovery'>> = { listen: false, discovery: false };
