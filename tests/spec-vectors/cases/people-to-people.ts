/** Safety numbers and contact links (specs/01 §11 and §12). */
import { recordedBytes } from '../../differential/recorded-bytes.ts';
import { linkText } from '../../reference/contact-link.ts';
import { encodeFields, encodeMessage, type Field } from '../../reference/protobuf.ts';
import { fingerprint } from '../../reference/safety-number.ts';
import { type Case, hex, type JsonObject } from '../vector.ts';
import { mailboxAddress } from './account.ts';

const draw = recordedBytes('people');

function party(devices: number, authorities = 1): JsonObject {
  const list = (count: number, bytes: number) => Array.from({ length: count }, () => hex(draw(bytes)));
  return {
    account_id: hex(draw(32)),
    authorities: list(authorities, 32),
    devices: list(devices, 16).map((device_id) => {
      return { device_id, signing_key: hex(draw(32)), identity_key: hex(draw(32)) };
    }),
  };
}

function fingerprintOf(side: JsonObject): string {
  const { account_id: accountId, authorities, devices } = side as unknown as SideInput;
  const bytes = (value: string) => Uint8Array.from(Buffer.from(value, 'hex'));
  return hex(
    fingerprint({
      accountId: bytes(accountId),
      authorities: authorities.map(bytes),
      devices: devices.map((device) => ({
        id: bytes(device.device_id),
        signingKey: bytes(device.signing_key),
        identityKey: bytes(device.identity_key),
      })),
    }),
  );
}

interface SideInput {
  readonly account_id: string;
  readonly authorities: readonly string[];
  readonly devices: readonly { device_id: string; signing_key: string; identity_key: string }[];
}

export function safetyNumberCases(): Case[] {
  const cases: Case[] = [];
  const add = (name: string, story: string, run: string, input: JsonObject, expect = 'success') =>
    cases.push({ path: `safety-number/${name}`, spec: '01 §12', story, run, input, expect });
  const [ours, theirs] = [party(1), party(3, 2)];
  add('number', 'One device here, three devices and two authorities there.', 'safety-number', { ours, theirs });
  add('number-from-the-other-side', 'The other side sees the same number and shows another code.', 'safety-number', {
    ours: theirs,
    theirs: ours,
  });
  const devices = theirs['devices'];
  const turned = { ...theirs, devices: Array.isArray(devices) ? devices.toReversed() : [] };
  add('number-of-lists-in-another-order', 'The order in which keys are listed does not matter.', 'safety-number', {
    ours,
    theirs: turned,
  });
  const [a, b] = [fingerprintOf(ours), fingerprintOf(theirs)];
  const scanned = (name: string, story: string, code: string, expect?: string) =>
    add(name, story, 'check-safety-code', { ours, theirs, code }, expect);
  scanned('code-of-theirs', 'Their code, scanned, verifies.', `01${b}${a}`);
  scanned('code-of-ours', 'Our own code, scanned, does not verify.', `01${a}${b}`);
  scanned('code-of-others', 'The code of other keys does not verify.', `01${b}${b}`);
  scanned('refused-code-version', 'The code has version 2.', `02${b}${a}`, 'wrong-version');
  scanned('refused-code-length', 'The code is a byte short.', `01${b}${a.slice(2)}`, 'wrong-length');
  return cases;
}

export function contactLinkCases(): Case[] {
  const cases: Case[] = [];
  const add = (name: string, story: string, text: string, expect = 'success') =>
    cases.push({ path: `contact-link/${name}`, spec: '01 §11', story, run: 'contact-link', input: { text }, expect });
  const utf8 = (value: string) => new TextEncoder().encode(value);
  const mailboxes = [1, 2].map((number) => ({ number: 5, value: utf8(mailboxAddress(number)) }));
  const link: readonly Field[] = [
    { number: 1, value: 1 },
    { number: 2, value: draw(32) },
    { number: 3, value: 12 },
    { number: 4, value: draw(32) },
    ...mailboxes,
    { number: 6, value: utf8('Ada Löfgren') },
  ];
  const changed = (number: number, value: Field['value']) =>
    linkText(encodeMessage(link.map((field) => (field.number === number ? { number, value } : field))));
  const whole = linkText(encodeMessage(link));
  add('whole', 'A link with two mailboxes and a name.', whole);
  add('lower-case', 'The link in lower case.', whole.toLowerCase());
  add('upper-case', 'The text of the QR code.', whole.toUpperCase());
  add('white-space', 'The link with line breaks and spaces in it.', ` ${whole.slice(0, 40)}\n ${whole.slice(40)}\t`);
  add(
    'bare',
    'A link of a new account: no mailbox, no name, head 0.',
    linkText(encodeMessage(link.filter(({ number }) => [1, 2, 4].includes(number)))),
  );
  const refuse = (name: string, story: string, text: string, expect: string) =>
    add(`refused-${name}`, story, text, expect);
  refuse('scheme', 'It starts with something else.', whole.replace('sotto:', 'sott0:'), 'malformed');
  refuse('letter', 'A letter is none of base32.', `${whole.slice(0, 30)}1${whole.slice(31)}`, 'malformed');
  refuse('checksum', 'Two letters are swapped.', swapLetters(whole), 'bad-checksum');
  refuse('cut', 'The second half is missing.', whole.slice(0, 6 + 8 * 10), 'bad-checksum');
  refuse('nothing', 'There is nothing after the colon.', 'sotto:', 'bad-checksum');
  refuse('long', 'It has 2,049 characters.', `sotto:${'a'.repeat(2_043)}`, 'too-large');
  refuse('version', 'The version is 2.', changed(1, 2), 'wrong-version');
  refuse('account-id', 'The account id has 31 bytes.', changed(2, draw(31)), 'wrong-length');
  refuse('head-hash', 'The hash of the head has 31 bytes.', changed(4, draw(31)), 'wrong-length');
  refuse('name', 'The name has 65 bytes.', changed(6, utf8('x'.repeat(65))), 'malformed');
  const nine = Array.from({ length: 9 }, (_, at) => ({ number: 5, value: utf8(mailboxAddress(at + 1)) }));
  refuse(
    'mailboxes',
    'There are nine mailboxes.',
    linkText(encodeMessage([...link.filter(({ number }) => number < 5), ...nine])),
    'malformed',
  );
  refuse(
    'unknown-field',
    'There is an unknown field.',
    linkText(encodeMessage([...link, { number: 7, value: 1 }])),
    'unknown-type',
  );
  refuse(
    'default',
    'A head of 0 is written out.',
    linkText(encodeFields(link.map((field) => (field.number === 3 ? { number: 3, value: 0 } : field)))),
    'not-canonical',
  );
  return cases;
}

function swapLetters(text: string): string {
  const at = [...text].findIndex((letter, index) => index > 20 && letter !== text[index + 1]);
  return text.slice(0, at) + text.slice(at + 1, at + 2) + text.slice(at, at + 1) + text.slice(at + 2);
}
