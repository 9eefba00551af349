/** Reads one label of a host name in Punycode (RFC 3492 §6.2). Must not know: which hosts are shown how. */

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const FIRST_CODE_POINT = 128;
const INITIAL_BIAS = 72;
/** The longest label that the domain name system has. */
const MAX_LABEL = 63;
const PREFIX = 'xn--';

/** The label in Unicode; the label itself when it is not Punycode, or not what Punycode would be. */
export function unicodeLabel(label: string): string {
  if (!label.startsWith(PREFIX) || label.length > MAX_LABEL) return label;
  return decode(label.slice(PREFIX.length)) ?? label;
}

function decode(text: string): string | undefined {
  const delimiter = text.lastIndexOf('-');
  const output = [...text.slice(0, Math.max(0, delimiter))].map((character) => character.codePointAt(0) ?? 0);
  let at = delimiter + 1;
  let codePoint = FIRST_CODE_POINT;
  let position = 0;
  let bias = INITIAL_BIAS;
  while (at < text.length) {
    const before = position;
    for (let weight = 1, k = BASE; ; k += BASE) {
      const digit = digitOf(text.charCodeAt(at++));
      if (digit === undefined) return undefined;
      position += digit * weight;
      const threshold = Math.min(T_MAX, Math.max(T_MIN, k - bias));
      if (digit < threshold) break;
      weight *= BASE - threshold;
    }
    const length = output.length + 1;
    bias = adapt(position - before, length, before === 0);
    codePoint += Math.floor(position / length);
    if (codePoint > 0x10ffff) return undefined;
    position %= length;
    output.splice(position++, 0, codePoint);
  }
  return String.fromCodePoint(...output);
}

/** `a`–`z` are 0 to 25, `0`–`9` are 26 to 35; the end of the text is no digit. */
function digitOf(code: number): number | undefined {
  if (code >= 0x61 && code <= 0x7a) return code - 0x61;
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 26;
  return undefined;
}

function adapt(delta: number, length: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? DAMP : 2));
  rest += Math.floor(rest / length);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}
