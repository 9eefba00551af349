/** From the start of a navigation until the unlock screen is there to be used, out of the cache of the service worker. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { median } from '../percentile.ts';
import { type BenchRow, benchRow } from '../row.ts';
import type { Profile, Tab } from './web-place.ts';

const RUNS = 9;
const TARGET_MS = 1_500;
/** The frame in which the field stands has been shown when the next one begins. */
const WATCH = `
const look = () => {
  const field = document.querySelector('input[type=password]');
  if (field !== null && document.activeElement === field) {
    requestAnimationFrame((atMs) => { globalThis.usableAtMs = atMs; });
  } else requestAnimationFrame(look);
};
requestAnimationFrame(look);`;
const EMPTY_PAGE = '<!doctype html><title>empty</title><input type="password" autofocus>';

export async function startUpRows(profile: Profile, origin: string): Promise<BenchRow[]> {
  await untilCached(profile, origin);
  const empty = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(EMPTY_PAGE);
  });
  empty.listen(0, '127.0.0.1');
  await once(empty, 'listening');
  const emptyOrigin = `http://127.0.0.1:${(empty.address() as AddressInfo).port}`;
  const ours: number[] = [];
  const peer: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    ours.push(await usableAfterMs(profile, origin));
    peer.push(await usableAfterMs(profile, emptyOrigin));
  }
  empty.close();
  const name = 'unlock screen usable, second start, from cache, median';
  return [
    benchRow({ case: `${name}; the peer is the target`, ours: median(ours), peer: TARGET_MS, unit: 'ms' }),
    benchRow({ case: `${name}; the peer is an empty page`, ours: median(ours), peer: median(peer), unit: 'ms' }),
  ];
}

/** The first visit brings everything; the second one shows that it came from there. */
async function untilCached(profile: Profile, origin: string): Promise<void> {
  const tab = await profile.newPage();
  await tab.goto(origin);
  await tab.evaluate(async () => void (await navigator.serviceWorker.ready));
  await tab.reload();
  await tab.evaluate(async () => {
    if (navigator.serviceWorker.controller !== null) return;
    await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve));
  });
  await tab.close();
}

async function usableAfterMs(profile: Profile, origin: string): Promise<number> {
  const tab: Tab = await profile.newPage();
  await tab.addInitScript(WATCH);
  await tab.goto(origin);
  for (;;) {
    const atMs = await tab.evaluate(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return (globalThis as { usableAtMs?: number }).usableAtMs;
    });
    if (atMs === undefined) continue;
    await tab.close();
    return atMs;
  }
}
