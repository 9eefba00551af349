/** The page of the tests of the network view: people with real clients, and figures as a browser would measure them. */
import type { StatusReport } from '@sotto/client';
import { StoryWorld } from '../../chat/testing/story-world.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** How long the tab has been open. */
const HOURS_OPEN = 17;

let world: StoryWorld | undefined;

function told(): StoryWorld {
  world ??= new StoryWorld('network', Date.now());
  return world;
}

async function show(language: 'en' | 'de'): Promise<void> {
  const { showPage } = await import('../../chat/testing/story-page.tsx');
  await showPage(told().person('Ada').client, language);
}

/** More by day than by night, the last hours straight to devices. */
function traffic(nowMs: number): StatusReport['traffic'] {
  const first = Math.floor(nowMs / HOUR_MS) - 23;
  const quiet = { bytesIn: 0, bytesOut: 0 };
  const hours = Array.from({ length: 24 }, (_, index) => {
    const isOpen = index >= 24 - HOURS_OPEN;
    const size = isOpen ? Math.round(9_000 * (1 + Math.sin(index * 1.3)) ** 2 + 2_000) : 0;
    const isDirect = index > 15;
    return {
      startMs: (first + index) * HOUR_MS,
      paths: {
        direct: quiet,
        webrtc: isDirect ? { bytesIn: size * 2, bytesOut: size } : quiet,
        relayed: isOpen ? { bytesIn: 300, bytesOut: 280 } : quiet,
        mailbox: isOpen ? { bytesIn: size, bytesOut: Math.round(size / 2) } : quiet,
      },
    };
  });
  return { sinceMs: nowMs - HOURS_OPEN * HOUR_MS, hours };
}

/** As a page in a browser would tell it. */
function tellFigures(): void {
  const nowMs = told().clock.nowMs();
  const [mailbox] = told().mailboxes;
  told()
    .person('Ada')
    .peer.figures.tell({
      traffic: traffic(nowMs),
      mailboxRoundTripMs: 11.6,
      path: { kind: 'webrtc', roundTripMs: 8.2 },
      relays: mailbox === undefined ? [] : [{ address: mailbox.address, isReserved: true, sinceMs: nowMs - HOUR_MS }],
      transports: [
        { kind: 'tcp', isAvailable: false },
        { kind: 'websocket', isAvailable: true, lastWorkedAtMs: nowMs - 4 * MINUTE_MS },
        { kind: 'webrtc', isAvailable: true, lastWorkedAtMs: nowMs - 2 * MINUTE_MS },
        { kind: 'relay', isAvailable: true, lastWorkedAtMs: nowMs - HOUR_MS },
        { kind: 'local-discovery', isAvailable: false },
      ],
    });
}

export const actions = {
  /** All is well: one contact is connected, two are reached through mailboxes, and one of these is away. */
  well: async () => {
    world = new StoryWorld('network', Date.now());
    await world.add('Ada');
    await world.add('Grace');
    await world.add('Linus', { isDialable: false });
    await world.add('Noor Hassan-Bergström', { isDialable: false });
    for (const friend of ['Grace', 'Linus', 'Noor Hassan-Bergström']) await world.befriend('Ada', friend);
    const { client, peer } = world.person('Ada');
    await client.confirmRecoveryWords();
    const linus = world.person('Linus').peer;
    for (const name of ['Linus', 'Noor Hassan-Bergström']) world.network.partition([peer], [world.person(name).peer]);
    await world.pass(MINUTE_MS);
    world.network.setOnline(linus, false);
    world.skipTo(Date.now() - MINUTE_MS);
    await world.say('Ada', 'Linus', 'Read this when you are back.');
    await world.say('Ada', 'Grace', 'Straight to you.');
    tellFigures();
    await show('en');
  },
  /** One mailbox goes away. */
  oneAway: async () => {
    told().mailboxes.at(-1)?.stop();
    await told().pass(2 * MINUTE_MS);
    told().skipTo(Date.now());
  },
  /** No mailbox answers, and a message waits. */
  allAway: async () => {
    for (const mailbox of told().mailboxes) mailbox.stop();
    await told().say('Ada', 'Linus', 'And this one waits.');
    await told().pass(12 * MINUTE_MS);
    told().skipTo(Date.now());
  },
  /** They answer again. */
  back: async () => {
    for (const mailbox of told().mailboxes) mailbox.start();
    await told().pass(10 * MINUTE_MS);
    told().skipTo(Date.now());
  },
  say: ({ from, to, text }: { readonly from: string; readonly to: string; readonly text: string }) =>
    told().say(from, to, text),
  show,
};
