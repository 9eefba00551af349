/** Opening a long conversation and scrolling through it, in the app as it is served. */
import { median } from '../percentile.ts';
import { type BenchRow, benchRow } from '../row.ts';
import { countFrames, type Frames } from './frames.ts';
import type { Profile, Tab } from './web-place.ts';

const TARGET_OPEN_MS = 300;
const OPENINGS = 7;
const SCROLLS = 5;
const SCROLL_PX = 6_000;
const PX_PER_SECOND = 2_400;
const IDLE_MS = 2_000;
const PATIENCE_MS = 120_000;

interface LongConversation {
  readonly profile: Profile;
  readonly origin: string;
  readonly passphrase: string;
  /** Of the contact. */
  readonly name: string;
  readonly count: number;
}

export async function conversationRows(conversation: LongConversation): Promise<BenchRow[]> {
  const { profile, origin, passphrase, count } = conversation;
  const tab = await profile.newPage();
  tab.setDefaultTimeout(PATIENCE_MS);
  await tab.setViewportSize({ width: 1280, height: 800 });
  await tab.goto(origin);
  await tab.locator('input[type=password]').fill(passphrase);
  await tab.keyboard.press('Enter');
  await tab.locator('.conversation-row').first().waitFor();
  const openings: number[] = [];
  for (let opening = 0; opening < OPENINGS; opening++) {
    openings.push(await open(tab, conversation));
    if (opening < OPENINGS - 1) await leave(tab);
  }
  const idle = await countFrames(tab, () => new Promise((resolve) => setTimeout(resolve, IDLE_MS)));
  const scrolled = await scroll(tab);
  await tab.close();
  const many = `a conversation of ${count.toLocaleString('en-US')} messages`;
  const [first = Number.NaN, ...others] = openings;
  return [
    benchRow({
      case: `${many} opens for the first time; the peer is the target`,
      ours: first,
      peer: TARGET_OPEN_MS,
      unit: 'ms',
    }),
    benchRow({
      case: `${many} opens again, median; the peer is the target`,
      ours: median(others),
      peer: TARGET_OPEN_MS,
      unit: 'ms',
    }),
    benchRow({
      case: `${many} scrolls; the peer is the same page at rest`,
      ours: scrolled.perSecond,
      peer: idle.perSecond,
      unit: 'frames/s',
    }),
    benchRow({
      case: 'frames that come in time while it scrolls; the peer is the same page at rest',
      ours: scrolled.inTime * 100,
      peer: idle.inTime * 100,
      unit: '%',
    }),
    benchRow({
      case: 'longest time between two frames while it scrolls',
      ours: scrolled.longestMs,
      peer: idle.longestMs,
      unit: 'ms',
    }),
  ];
}

/** From the press to the frame after the one in which the newest message stands. */
async function open(tab: Tab, { name, count }: LongConversation): Promise<number> {
  await tab.evaluate((newest) => {
    const opened = new Promise<number>((resolve) => {
      addEventListener(
        'pointerdown',
        ({ timeStamp }) => {
          const isShown = () =>
            [...document.querySelectorAll('article.message')].some((message) => {
              const { top, bottom } = message.getBoundingClientRect();
              return message.textContent?.includes(newest) && top < innerHeight && bottom > 0;
            });
          const look = () =>
            requestAnimationFrame(() => {
              if (isShown()) requestAnimationFrame((atMs) => resolve(atMs - timeStamp));
              else look();
            });
          look();
        },
        { capture: true, once: true },
      );
    });
    Object.assign(globalThis, { opened });
  }, `no${count}`);
  await tab.locator('.conversation-row', { hasText: name }).first().click();
  return await tab.evaluate(() => (globalThis as unknown as { opened: Promise<number> }).opened);
}

/** To another place, where nothing of the conversation stays. */
async function leave(tab: Tab): Promise<void> {
  await tab.getByRole('link', { name: 'Settings' }).click();
  await tab.locator('article.message').first().waitFor({ state: 'detached' });
  await tab.getByRole('link', { name: 'Chats' }).click();
  await tab.locator('.conversation-row').first().waitFor();
}

/** Up, as with a wheel, faster than anybody reads. */
async function scroll(tab: Tab): Promise<Frames> {
  const devTools = await tab.context().newCDPSession(tab);
  return await countFrames(tab, async () => {
    for (let time = 0; time < SCROLLS; time++) {
      await devTools.send('Input.synthesizeScrollGesture', {
        ...{ x: 900, y: 400, yDistance: SCROLL_PX, speed: PX_PER_SECOND },
        gestureSourceType: 'mouse',
      });
    }
  });
}
