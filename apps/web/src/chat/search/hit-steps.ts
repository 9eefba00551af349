/** Steps from hit to hit in one conversation. Pure. */

/** `older` and `newer` say which way the person goes; hits are newest first. */
export type HitStep = 'older' | 'newer';

/**
 * The place of the next hit, from none at all to the newest one. `undefined`: there is none that way, unless `hasOlder`
 * says that it can be read.
 */
export function nextHit(place: number | undefined, step: HitStep, count: number): number | undefined {
  if (count === 0) return undefined;
  if (place === undefined) return 0;
  const next = place + (step === 'older' ? 1 : -1);
  return next >= 0 && next < count ? next : undefined;
}
