import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stunAnswer } from './stun-answer.ts';

const COOKIE = [0x21, 0x12, 0xa4, 0x42];
const ID = [0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae];
const SOURCE = { address: '192.0.2.1', port: 32_853 };

/** A binding request with these attribute bytes. */
function request(attributes: readonly number[] = []): Uint8Array {
  return Uint8Array.from([0, 1, 0, attributes.length, ...COOKIE, ...ID, ...attributes]);
}

const hex = (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : Buffer.from(bytes).toString('hex'));

describe('a STUN answer', () => {
  it('tells an IPv4 source its address, as in RFC 5769 §2.2', () => {
    const answer = stunAnswer(request(), SOURCE);
    expect(hex(answer)).toBe('0101000c2112a442b7e7a701bc34d686fa87dfae002000080001a147e112a643');
  });

  it('tells an IPv6 source its address, as in RFC 5769 §2.3', () => {
    const answer = stunAnswer(request(), { address: '2001:db8:1234:5678:11:2233:4455:6677', port: 32_853 });
    const expected = '010100182112a442b7e7a701bc34d686fa87dfae002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9';
    expect(hex(answer)).toBe(expected);
  });

  it('gives an IPv4 source on an IPv6 socket its IPv4 address, and expands short IPv6 forms', () => {
    expect(hex(stunAnswer(request(), { ...SOURCE, address: '::ffff:192.0.2.1' }))).toBe(
      hex(stunAnswer(request(), SOURCE)),
    );
    const short = stunAnswer(request(), { address: '2001:db8::1%eth0', port: 1 });
    const long = stunAnswer(request(), { address: '2001:db8:0:0:0:0:0:1', port: 1 });
    expect(hex(short)).toBe(hex(long));
  });

  it('ignores attributes that may be ignored, and names the first four that it does not know', () => {
    expect(stunAnswer(request([0x80, 0x22, 0, 3, 1, 2, 3, 0]), SOURCE)).toHaveLength(32);
    const answer = stunAnswer(request([0x00, 0x06, 0, 1, 9, 0, 0, 0, 0x7f, 0xff, 0, 0]), SOURCE);
    expect(hex(answer)?.slice(0, 4)).toBe('0111');
    expect(hex(answer)?.slice(40)).toBe('0009000400000414000a000400067fff');
    const many = Array.from({ length: 8 }, (_, i) => [0x01, i, 0, 0]).flat();
    expect(stunAnswer(request(many), SOURCE)).toHaveLength(20 + 8 + 12);
  });

  it('F4: says nothing to what is not a binding request', () => {
    const good = request([0x80, 0x22, 0, 0]);
    const change = (at: number, value: number) => Uint8Array.from(good, (byte, i) => (i === at ? value : byte));
    const wrong = {
      'nothing at all': new Uint8Array(0),
      'a header cut short': good.subarray(0, 19),
      'another class': change(0, 1),
      'another method': change(1, 2),
      'the upper bits of another protocol': change(0, 0x80),
      'no cookie': change(4, 0),
      'a length that lies': change(3, 8),
      'a length of nothing': change(3, 0),
      'a size that is no multiple of four': good.subarray(0, 22),
      'an attribute beyond the end': request([0x80, 0x22, 0, 4]),
      'an attribute that claims 64 KiB': request([0x80, 0x22, 0xff, 0xff]),
      'more than a path carries': Uint8Array.from([
        ...request().subarray(0, 2),
        2,
        20,
        ...COOKIE,
        ...ID,
        ...new Array(532).fill(0x80),
      ]),
    };
    const answers = Object.entries(wrong).map(([name, bytes]) => [name, stunAnswer(bytes, SOURCE)]);
    expect(answers).toEqual(Object.keys(wrong).map((name) => [name, undefined]));
  });

  it('F4: for any bytes, is nothing or a short answer with the same transaction', () => {
    const start = fc.constantFrom(new Uint8Array(), request(), request().subarray(0, 8));
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 600 }), (head, tail) => {
        const bytes = Uint8Array.from([...head, ...tail]);
        const answer = stunAnswer(bytes, SOURCE);
        if (answer === undefined) return;
        expect(answer.length).toBeLessThanOrEqual(48);
        expect(hex(answer.subarray(4, 20))).toBe(hex(bytes.subarray(4, 20)));
        expect((answer[2] ?? 0) * 256 + (answer[3] ?? 0)).toBe(answer.length - 20);
      }),
    );
  });
});
