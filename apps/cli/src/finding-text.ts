/** Findings of the client in English: what is so, and what to do where it should not be so. Pure. */
import type { Finding, FindingCode, FindingFacts } from '@sotto/client';

export interface FindingText {
  readonly message: string;
  /** What the person can do; absent where nothing is to be done. */
  readonly fix?: string;
}

export function findingText({ code, facts }: Pick<Finding, 'code' | 'facts'>): FindingText {
  return TEXTS[code](facts);
}

type Texts = Readonly<Record<FindingCode, (facts: FindingFacts) => FindingText>>;

const TEXTS: Texts = {
  'mailboxes-ok': ({ total = 0 }) => ({
    message: total === 1 ? 'Your mailbox can be reached.' : `All ${total} mailboxes can be reached.`,
  }),
  'mailboxes-untried': () => ({ message: 'Not tried in this run.' }),
  'no-mailbox': () => ({
    message: 'This account has no mailbox: others can write to you only while this app is running and reachable.',
    fix: 'Create an account with a mailbox: sotto init --mailbox <address>.',
  }),
  'no-way-in': () => ({
    message: 'This account has no mailbox, and direct connections are off: nobody can write to you.',
    fix: 'Allow them again in the settings (sotto settings mailboxes-only off), or create an account with a mailbox.',
  }),
  'mailbox-unreachable': ({ reachable, total }) => ({
    message: `${reachable} of ${total} mailboxes can be reached. That is enough; nothing waits for the others.`,
    fix: 'If it stays so for days, ask whoever runs the mailbox.',
  }),
  'mailboxes-below-quorum': ({ reachable, total, quorum }) => ({
    message: `Only ${reachable} of ${total} mailboxes can be reached, and ${quorum} are needed; mail may wait.`,
    fix: 'Check the network connection, or ask whoever runs the mailboxes.',
  }),
  'mailboxes-unreachable': () => ({
    message: 'None of your mailboxes can be reached.',
    fix: 'Check the network connection; then run: sotto status.',
  }),
  'outbox-empty': () => ({ message: 'Nothing waits to be sent.' }),
  'outbox-waiting': ({ count }) => ({ message: `${count} waiting to be sent, for a few minutes at most.` }),
  'outbox-below-quorum': ({ count }) => ({
    message: `${count} waiting: too few mailboxes of the receiver have taken them. Some mailbox holds each of them.`,
    fix: 'Nothing is lost; sotto sync tries the others again. The receiver may want another mailbox.',
  }),
  'outbox-stuck': ({ count }) => ({
    message: `${count} waiting for ten minutes or more.`,
    fix: 'They go out as soon as a mailbox of the receiver can be reached: sotto sync. The reasons: sotto status.',
  }),
  'clock-agrees': () => ({ message: 'The clock agrees with the mailboxes.' }),
  'clock-unknown': () => ({ message: 'Not compared yet: mailboxes tell their time when they take a message.' }),
  'clock-behind': ({ minutes }) => ({
    message: `The clock of this device is ${minutes} minutes behind those of the mailboxes. Messages arrive all the same; the times shown are off.`,
    fix: 'Set the clock of this machine.',
  }),
  'clock-ahead': ({ minutes }) => ({
    message: `The clock of this device is ${minutes} minutes ahead of those of the mailboxes. Messages arrive all the same; the times shown are off.`,
    fix: 'Set the clock of this machine.',
  }),
  'keys-ok': () => ({ message: 'Your keys are fresh.' }),
  'keys-old': ({ days }) => ({
    message: `Your published keys are ${days} days old.`,
    fix: 'Run sotto sync while a mailbox can be reached: new ones are made and published.',
  }),
  'keys-unpublished': () => ({
    message: 'No mailbox took your keys: nobody new can write to you.',
    fix: 'Run sotto sync; if it stays so, ask whoever runs the mailbox.',
  }),
  'keys-expired': () => ({
    message: 'Your published keys have expired: nobody new can write to you.',
    fix: 'Run sotto sync while a mailbox can be reached.',
  }),
  'contact-keys-ok': () => ({ message: 'The keys of all contacts are here.' }),
  'contact-keys-missing': ({ count }) => ({
    message: `The keys of ${count === 1 ? 'one contact' : `${count} contacts`} could not be fetched yet; messages to them wait.`,
    fix: 'They are fetched once their owner has been online: sotto sync. Or ask for a new link.',
  }),
  'words-confirmed': () => ({ message: 'This device does not keep the recovery words.' }),
  'words-kept': () => ({
    message: 'The recovery words are still on this device.',
    fix: 'Write them on paper: sotto recovery-words; then delete them here: sotto recovery-words --forget.',
  }),
  'storage-ok': ({ megabytes }) => ({
    message: megabytes === undefined ? 'The account is kept on disk.' : `Kept on disk, with ${size(megabytes)} free.`,
  }),
  'storage-evictable': () => ({
    message: 'The browser may delete the account when it needs room.',
    fix: 'Ask it in the settings to keep the data.',
  }),
  'storage-low': ({ megabytes = 0 }) => ({
    message: `Only ${size(megabytes)} are free where the account is kept.`,
    fix: 'Make room on this disk.',
  }),
  'storage-full': ({ megabytes = 0 }) => ({
    message: `Only ${size(megabytes)} are free: new messages may not be kept.`,
    fix: 'Make room on this disk now. What mailboxes hold waits there.',
  }),
  'storage-in-memory': () => ({
    message: 'Nothing is kept: the account ends with this program.',
    fix: 'Use a place that keeps files.',
  }),
  'direct-listening': ({ open }) => ({ message: `Listening for direct connections; ${open} open now.` }),
  'direct-dial-only': ({ open }) => ({
    message: `This run does not listen for direct connections; ${open} open now. Messages come through mailboxes.`,
  }),
  'direct-only-relayed': () => ({
    message: 'Every direct connection passes a relay.',
    fix: 'A network without a strict firewall lets devices connect straight. Nothing is readable to the relay.',
  }),
  'direct-off': () => ({
    message: 'Direct connections are off, as you chose (sotto settings). Messages go through mailboxes.',
  }),
  'relay-ok': ({ reserved, total }) => ({ message: `${reserved} of ${total} relays keep a place for you.` }),
  'relay-untried': () => ({ message: 'No relay was asked yet.' }),
  'no-relay': () => ({
    message: 'No relay: other pages cannot connect to you directly. Messages come through mailboxes.',
    fix: 'Open the app from a node that offers a relay.',
  }),
  'relay-unreachable': () => ({
    message: 'No relay can be reached: other pages cannot connect to you directly now.',
    fix: 'It is tried again by itself. Messages come through mailboxes.',
  }),
  'webrtc-ok': () => ({ message: 'This environment can connect to pages.' }),
  'webrtc-unavailable': () => ({
    message: 'This environment has no WebRTC: other pages cannot connect to you directly.',
    fix: 'Allow WebRTC in the settings of the browser, or go on: messages come through mailboxes.',
  }),
};

function size(megabytes: number): string {
  return megabytes < 1_000 ? `${megabytes} MB` : `${Math.floor(megabytes / 1_000)} GB`;
}
