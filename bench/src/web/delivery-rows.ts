/**
 * From pressing Enter in one tab until it shows that the other one's device has opened and stored the message, directly
 * between two browsers, beside a round trip on a bare data channel between the same pages.
 */
import { percentile } from '../percentile.ts';
import { type BenchRow, benchRow } from '../row.ts';
import { openDataChannel } from './data-channel.ts';
import type { Tab, WebPlace } from './web-place.ts';

const MESSAGES = 60;
const WARM_UP = 10;
const TARGET_MS = 150;
const PASSPHRASE = 'valley timber brave morning ship';
const PATIENCE_MS = 120_000;

export async function deliveryRows(place: WebPlace, origin: string): Promise<BenchRow[]> {
  const [ada, grace] = await Promise.all([setUp(place, origin, 'Ada'), setUp(place, origin, 'Grace')]);
  await meet(ada, grace);
  const channel = await openDataChannel(ada, grace);
  const ours: number[] = [];
  const peer: number[] = [];
  for (let number = 0; number < MESSAGES + WARM_UP; number++) {
    const deliveredMs = await deliver(ada, `message number ${number} ${'x'.repeat(60)}`);
    const roundTripMs = await channel.roundTrip();
    if (number < WARM_UP) continue;
    ours.push(deliveredMs);
    peer.push(roundTripMs);
  }
  const name = 'two tabs, directly, Enter to delivered on the screen';
  const at = (samples: readonly number[], share: number) => percentile(samples, share);
  return [
    benchRow({ case: `${name}, median; the peer is the target`, ours: at(ours, 0.5), peer: TARGET_MS, unit: 'ms' }),
    benchRow({
      case: `${name}, median; the peer is a bare data channel`,
      ours: at(ours, 0.5),
      peer: at(peer, 0.5),
      unit: 'ms',
    }),
    benchRow({
      case: `${name}, p95; the peer is a bare data channel`,
      ours: at(ours, 0.95),
      peer: at(peer, 0.95),
      unit: 'ms',
    }),
  ];
}

async function setUp(place: WebPlace, origin: string, name: string): Promise<Tab> {
  const profile = await place.profile(name);
  const tab = await profile.newPage();
  tab.setDefaultTimeout(PATIENCE_MS);
  await tab.setViewportSize({ width: 1280, height: 800 });
  await tab.goto(origin);
  await press(tab, 'Make an account');
  await tab.getByRole('textbox', { name: 'Your name' }).fill(name);
  await tab.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE);
  await press(tab, 'Make the account');
  await press(tab, 'Later');
  await tab.getByRole('link', { name: 'Chats' }).first().waitFor();
  return tab;
}

async function press(tab: Tab, name: string | RegExp): Promise<void> {
  await tab.getByRole('button', { name, exact: true }).click();
}

/** Exchange a link, accept, and connect directly. */
async function meet(ada: Tab, grace: Tab): Promise<void> {
  for (const tab of [ada, grace]) await tab.getByRole('link', { name: 'Contacts' }).click();
  const link = (await grace.getByText(/^sotto:/).textContent()) ?? '';
  await ada.getByRole('textbox', { name: 'Contact link' }).fill(link);
  await press(ada, 'Add');
  await write(ada, 'Write to Grace', 'hello');
  await grace.getByRole('link', { name: 'Chats' }).click();
  await press(grace, /wants to write to you/);
  await grace.locator('.conversation-row, .request').first().click();
  await press(grace, 'Accept');
  await write(grace, 'Write to Ada', 'hello to you');
  await ada.getByText('hello to you').first().waitFor();
  await ada.getByText('Connected directly').first().waitFor();
}

async function write(tab: Tab, field: string, text: string): Promise<void> {
  await tab.getByRole('textbox', { name: field }).fill(text);
  await tab.keyboard.press('Enter');
}

/** Milliseconds by the clock of the page. */
async function deliver(tab: Tab, text: string): Promise<number> {
  const field = tab.getByRole('textbox', { name: 'Write to Grace' });
  await field.fill(text);
  await tab.evaluate((wanted) => {
    const delivered = new Promise<number>((resolve) => {
      let startMs: number | undefined;
      addEventListener(
        'keydown',
        ({ timeStamp }) => {
          startMs = timeStamp;
        },
        { capture: true, once: true },
      );
      const observer = new MutationObserver(() => {
        const message = [...document.querySelectorAll('article.message')].findLast((one) =>
          one.textContent?.includes(wanted),
        );
        if (startMs === undefined || !message?.querySelector('.delivery-delivered, .delivery-read')) return;
        observer.disconnect();
        resolve(performance.now() - startMs);
      });
      observer.observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    Object.assign(globalThis, { delivered });
  }, text);
  await field.press('Enter');
  return await tab.evaluate(() => (globalThis as unknown as { delivered: Promise<number> }).delivered);
}
