import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createEnvelope, createTopicKeys, encodeEnvelope, envelopeId, verifyCustodyReceipt } from '@sotto/crypto';
import { createNetwork } from '@sotto/network';
import type { Network, StoredDelivery } from '@sotto/ports';
import { FakeClock, SeededPrng } from '@sotto/testkit';
import { formatAccountId, formatHex, type MailboxAddress, mailboxKey, TopicKind } from '@sotto/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ScratchFolder, scratchFolder } from '../tests/scratch-folder.ts';
import { realClock, realRandom } from '../tests/system-clock.ts';
import { TestAccount } from '../tests/test-account.ts';
import { jsonLineLog } from './event-log.ts';
import { type MailboxConfig, type RunningMailbox, runMailbox } from './run-mailbox.ts';

const random = (length: number) => realRandom.bytes(length);

let folder: ScratchFolder;
let lines: string[];
const running: RunningMailbox[] = [];
const networks: Network[] = [];

async function run(more: Partial<MailboxConfig> = {}): Promise<RunningMailbox> {
  const mailbox = await runMailbox({
    folder: join(folder.path, 'mailbox'),
    listen: ['/ip4/127.0.0.1/tcp/0'],
    policy: { ballastBytes: 65_536 },
    clock: realClock,
    random: realRandom,
    log: jsonLineLog(realClock, (line) => lines.push(line)),
    ...more,
  });
  running.push(mailbox);
  return mailbox;
}

function network(): Network {
  const made = createNetwork({ directSeed: random(32), discovery: false, clock: realClock, random: realRandom });
  networks.push(made);
  return made;
}

function addressOf({ addresses }: RunningMailbox): MailboxAddress {
  const [address] = addresses;
  return address ?? expect.unreachable('no address');
}

const topicKeys = () => createTopicKeys({ kind: TopicKind.QUEUE, random });

async function deposit(client: Network, mailbox: MailboxAddress, keys: ReturnType<typeof topicKeys>) {
  const { topic } = keys;
  const envelope = createEnvelope({ topic, payload: random(1_024), ttlSeconds: 3_600 });
  const [id, bytes] = [envelopeId(envelope), encodeEnvelope(envelope)];
  const writeKey = keys.writeKey.secretKey;
  const receipt = await client.depositor.put({ mailbox, topic, envelopeId: id, envelope: bytes, writeKey });
  verifyCustodyReceipt({ receipt, mailboxKey: mailboxKey(mailbox), topic, envelopeId: id });
  return { id, bytes };
}

beforeEach(() => {
  folder = scratchFolder();
  lines = [];
});
afterEach(async () => {
  for (const client of networks.splice(0)) await client.stop();
  for (const mailbox of running.splice(0)) await mailbox.stop();
  folder.remove();
});

describe('a running mailbox', () => {
  it('takes envelopes into custody over the network and delivers them', async () => {
    const address = addressOf(await run());
    const [sender, owner] = [network(), network()];
    const keys = topicKeys();
    await owner.reader.open(address, keys);
    const before = await deposit(sender, address, keys);
    const received: StoredDelivery[] = [];
    const onDelivery = (delivery: StoredDelivery) => void received.push(delivery);
    const subscription = await owner.reader.subscribe({ mailbox: address, topics: [keys], onDelivery });
    expect(subscription.topics).toEqual([{ accepted: true, replaced: false }]);
    const after = await deposit(sender, address, keys);
    await expect.poll(() => received.map(({ envelope }) => envelope)).toEqual([before.bytes, after.bytes]);
    await owner.reader.acknowledge(address, keys, [before.id, after.id]);
    const page = await owner.reader.fetch(address, keys, { cursor: 0, limit: 10 });
    expect(page.deliveries).toEqual([]);
    subscription.close();
  });

  it('serves account logs, bundles and one-time prekeys', async () => {
    const address = addressOf(await run());
    const client = network();
    const account = await TestAccount.create({ random: new SeededPrng('run'), clock: new FakeClock(Date.now()) });
    const { accountLog, bundles } = account.publication(await account.bundle(1));
    await client.directory.publish(address, { accountLog, bundles });
    const found = await network().directory.lookUp(address, account.accountId);
    expect(found).toEqual({ accountLog, bundles });
    const upload = await account.upload({ firstId: 1, count: 2, mailboxKey: mailboxKey(address) });
    await client.directory.uploadOneTimePrekeys(address, { ...account.ref, ...upload, ...account.ref });
    expect(await client.directory.takeOneTimePrekey(address, account.ref)).toMatchObject({ id: 1 });
    expect(await client.directory.countOneTimePrekeys(address, account.ref)).toBe(1);
  });

  it('keeps its key, its address and what it holds across a restart', async () => {
    const first = await run();
    const address = addressOf(first);
    const keys = topicKeys();
    const client = network();
    await client.reader.open(address, keys);
    const { bytes } = await deposit(client, address, keys);
    await first.stop();
    const port = /\/tcp\/(\d+)\//.exec(address)?.[1];
    const second = await run({ listen: [`/ip4/127.0.0.1/tcp/${port}`] });
    expect(addressOf(second)).toBe(address);
    const page = await network().reader.fetch(address, keys, { cursor: 0, limit: 10 });
    expect(page.deliveries.map(({ envelope }) => envelope)).toEqual([bytes]);
  });

  it('keeps its folder to itself', async () => {
    await run();
    await expect(run()).rejects.toMatchObject({ kind: 'unavailable', code: 'home-busy' });
    const path = join(folder.path, 'mailbox');
    expect(statSync(path).mode & 0o777).toBe(0o700);
    for (const file of ['identity.key', 'archive.db', 'ballast']) {
      expect(statSync(join(path, file)).mode & 0o077, file).toBe(0);
    }
  });

  it('lets go of everything when it cannot start, so that the next one can', async () => {
    await expect(run({ listen: ['/ip4/203.0.113.7/tcp/4001'] })).rejects.toMatchObject({ kind: 'unavailable' });
    await run();
  });

  it('may be stopped twice', async () => {
    const mailbox = await run();
    await Promise.all([mailbox.stop(), mailbox.stop()]);
    await mailbox.stop();
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(['started', 'stopping', 'stopped']);
  });

  it('refuses a policy out of range', async () => {
    await expect(run({ policy: { maxTopics: -1 } })).rejects.toMatchObject({ code: 'invalid-argument' });
  });
});

describe('what an operator sees', () => {
  const figure = (text: string, name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);

  it('counts what happened and is ready', async () => {
    const mailbox = await run({ metrics: { port: 0 } });
    const address = addressOf(mailbox);
    const client = network();
    const keys = topicKeys();
    await client.reader.open(address, keys);
    for (let i = 0; i < 3; i++) await deposit(client, address, keys);
    await expect(deposit(client, address, topicKeys())).rejects.toMatchObject({ code: 'unknown-topic-or-key' });
    const text = await (await fetch(`${mailbox.metricsUrl}/metrics`)).text();
    expect(figure(text, 'sotto_mailbox_topics')).toBe(1);
    expect(figure(text, 'sotto_mailbox_envelopes')).toBe(3);
    expect(figure(text, 'sotto_mailbox_up')).toBe(1);
    expect(figure(text, 'sotto_mailbox_connections')).toBe(2);
    expect(text).toContain('sotto_mailbox_requests_total{protocol="mailbox",operation="put",outcome="ok"} 3');
    expect(text).toContain('operation="put",outcome="unknown_topic_or_key"} 1');
    expect(text).toContain('sotto_mailbox_state{state="ready"} 1');
    expect((await fetch(`${mailbox.metricsUrl}/ready`)).status).toBe(200);
    expect(mailbox.state()).toBe('ready');
  });

  it('names nobody: no topic, envelope, account, key, address or peer in logs and figures (attack G7)', async () => {
    const mailbox = await run({ metrics: { port: 0 }, policy: { ballastBytes: 65_536, putBurst: 2 } });
    const address = addressOf(mailbox);
    const client = network();
    const keys = topicKeys();
    await client.reader.open(address, keys);
    const { id, bytes } = await deposit(client, address, keys);
    await deposit(client, address, keys);
    await expect(deposit(client, address, keys)).rejects.toMatchObject({ code: 'rate' });
    const account = await TestAccount.create({ random: new SeededPrng('names'), clock: new FakeClock(Date.now()) });
    await client.directory.publish(address, account.publication(await account.bundle(1)));
    const metrics = await (await fetch(`${mailbox.metricsUrl}/metrics`)).text();
    await mailbox.stop();
    const said = `${lines.join('\n')}\n${metrics}`;
    const secrets = [keys.topic, id, bytes.subarray(40, 72), account.accountId, account.device.deviceId];
    secrets.push(keys.readKey.publicKey, keys.writeKey.publicKey, keys.writeKey.secretKey, mailboxKey(address));
    for (const secret of secrets) {
      const buffer = Buffer.from(secret);
      for (const form of [formatHex(secret), buffer.toString('base64'), buffer.toString('base64url')]) {
        expect(said).not.toContain(form);
      }
    }
    for (const text of [formatAccountId(account.accountId), '127.0.0.1', '12D3Koo', address]) {
      expect(said).not.toContain(text);
    }
  });
});
