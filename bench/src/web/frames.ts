/** The frames that a page draws while something happens. */
import type { Tab } from './web-place.ts';

export interface Frames {
  readonly perSecond: number;
  /** The share of those that came no later than half a frame after their time. */
  readonly inTime: number;
  readonly longestMs: number;
}

const FRAME_MS = 1_000 / 60;

export async function countFrames(tab: Tab, work: () => Promise<unknown>): Promise<Frames> {
  await tab.evaluate(() => {
    const times: number[] = [];
    const frame = (atMs: number) => {
      times.push(atMs);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    Object.assign(globalThis, { frameTimes: times });
  });
  await work();
  const times = await tab.evaluate(() => [...(globalThis as unknown as { frameTimes: number[] }).frameTimes]);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  const totalMs = gaps.reduce((sum, gap) => sum + gap, 0);
  return {
    perSecond: (gaps.length * 1_000) / totalMs,
    inTime: gaps.filter((gap) => gap <= 1.5 * FRAME_MS).length / gaps.length,
    longestMs: Math.max(...gaps),
  };
}
