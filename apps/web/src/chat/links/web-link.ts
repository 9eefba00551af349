/**
 * Addresses in messages: what counts as a link, and the host that it truly leads to (specs/11 §2; attacks G1, G5).
 *
 * Must not know: elements. Nothing here fetches or resolves anything.
 */
import { unicodeLabel } from './punycode.ts';

export interface WebLink {
  /** As it would be opened: canonical, `http:` or `https:` only. */
  readonly href: string;
  /** As it is shown: Unicode where the whole name is of one script, else Punycode. */
  readonly host: string;
  readonly isEncrypted: boolean;
  /** Something before an `@`, which is there to be taken for the host. */
  readonly hasUserName: boolean;
  /** The name mixes scripts, and is therefore shown in Punycode. */
  readonly isMixed: boolean;
}

const MAX_HREF = 2_048;
const SCHEME = /^https?:\/\//i;
/** Scripts that names are written in; a name of letters of two of them is shown in Punycode. */
const SCRIPTS = [
  /^[\p{Script=Latin}]+$/u,
  /^[\p{Script=Cyrillic}]+$/u,
  /^[\p{Script=Greek}]+$/u,
  /^[\p{Script=Arabic}]+$/u,
  /^[\p{Script=Hebrew}]+$/u,
  /^[\p{Script=Devanagari}]+$/u,
  /^[\p{Script=Thai}]+$/u,
  /^[\p{Script=Hangul}]+$/u,
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+$/u,
];

/** `undefined` for everything that is not a web address. */
export function parseWebLink(text: string): WebLink | undefined {
  if (text.length > MAX_HREF || !SCHEME.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.hostname === '') return undefined;
  const { shown, isMixed } = shownHost(url.hostname);
  return {
    href: url.href,
    host: url.port === '' ? shown : `${shown}:${url.port}`,
    isEncrypted: url.protocol === 'https:',
    hasUserName: url.username !== '' || url.password !== '',
    isMixed,
  };
}

function shownHost(hostname: string): { readonly shown: string; readonly isMixed: boolean } {
  const unicode = hostname.split('.').map(unicodeLabel).join('.');
  if (unicode === hostname) return { shown: hostname, isMixed: false };
  const letters = unicode.replace(/[\p{Nd}.-]/gu, '').replace(/\p{Mn}/gu, '');
  const isOneScript = SCRIPTS.some((script) => script.test(letters));
  return isOneScript ? { shown: unicode, isMixed: false } : { shown: hostname, isMixed: true };
}

export type TextPiece = { readonly text: string } | { readonly link: WebLink; readonly text: string };

const ADDRESS = /https?:\/\/[^\s<>"'`\u2018-\u201f\u2066-\u2069]{1,2048}/gi;
/** What ends a sentence rather than an address. */
const TRAILING = /[.,:;!?*_~'"]+$/;
/** Of one run of text; what follows stays text. */
const MAX_LINKS = 64;

/** Takes addresses out of running text, in order; together the pieces are the text. */
export function splitAddresses(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let at = 0;
  let links = 0;
  for (const match of text.matchAll(ADDRESS)) {
    if (++links > MAX_LINKS) break;
    const address = trimAddress(match[0]);
    const link = parseWebLink(address);
    if (link === undefined) continue;
    if (match.index > at) pieces.push({ text: text.slice(at, match.index) });
    pieces.push({ text: address, link });
    at = match.index + address.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}

/** Without the full stop of the sentence, and without closing brackets that were opened before the address. */
function trimAddress(address: string): string {
  const sentence = address.replace(TRAILING, '');
  const closing = /\)*$/.exec(sentence)?.[0].length ?? 0;
  const surplus = sentence.split(')').length - sentence.split('(').length;
  const extra = Math.max(0, Math.min(closing, surplus));
  return sentence.slice(0, sentence.length - extra).replace(TRAILING, '');
}
