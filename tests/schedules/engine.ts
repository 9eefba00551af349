/** The steps of sessions that a schedule plays: those of `@sotto/crypto`, or planted ones that are wrong in one way. */
import { accept, initiate, open, seal } from '@sotto/crypto';

export interface Engine {
  readonly initiate: typeof initiate;
  readonly accept: typeof accept;
  readonly seal: typeof seal;
  readonly open: typeof open;
}

export const honestEngine: Engine = { initiate, accept, seal, open };
