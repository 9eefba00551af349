import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { qrColumns, renderQr } from './qr.ts';

const LINK = `sotto:${'BAAREICORP6X4MYK2RCQGX6BOFP2AAZP'.repeat(8)}`;

/** Reads drawn cells back into dark modules. */
function modulesOf(lines: readonly string[], inkIsDark: boolean): boolean[][] {
  return lines.flatMap((line) => {
    const cells = [...line];
    const upper = cells.map((cell) => (cell === '█' || cell === '▀') === inkIsDark);
    const lower = cells.map((cell) => (cell === '█' || cell === '▄') === inkIsDark);
    return [upper, lower];
  });
}

const expected = encode(LINK.toUpperCase(), { ecc: 'L', boostEcc: false, border: 2 }).data;

describe('the QR code of a link', () => {
  it('holds exactly the modules of the code, dark on light without colours', () => {
    const lines = renderQr(LINK, { colour: false });
    expect(modulesOf(lines, false).slice(0, expected.length)).toEqual(expected);
  });

  it('is black on white by its own colours on a terminal that has them', () => {
    const lines = renderQr(LINK, { colour: true });
    for (const line of lines) {
      expect(line.startsWith('\u001b[38;5;16;48;5;231m')).toBe(true);
      expect(line.endsWith('\u001b[0m')).toBe(true);
    }
    const bare = lines.map((line) => line.replace('\u001b[38;5;16;48;5;231m', '').replace('\u001b[0m', ''));
    expect(modulesOf(bare, true).slice(0, expected.length)).toEqual(expected);
  });

  it('takes as many cells as it says, half as many rows, with a quiet zone around', () => {
    const columns = qrColumns(LINK);
    const lines = renderQr(LINK, { colour: false });
    expect(lines).toHaveLength(Math.ceil(columns / 2));
    for (const line of lines) expect([...line]).toHaveLength(columns);
    expect(lines[0]).toBe('█'.repeat(columns));
  });

  it('is in capitals, which makes it smaller', () => {
    expect(qrColumns(LINK)).toBeLessThan(encode(LINK, { ecc: 'L', boostEcc: false, border: 2 }).size);
  });
});
