/**
 * The QR code of a contact link for the terminal: two modules per character cell, dark on light as scanners expect.
 *
 * Links mean the same in capitals, and capitals make the code a fifth smaller (specs/01 §11).
 *
 * With colours the code is black on white on any terminal. Without, light modules are drawn in the text colour, which
 * is right on the usual dark background.
 */
import { encode } from 'uqr';

export interface QrOptions {
  readonly colour: boolean;
}

// A quiet zone of two modules is what phones need; the standard's four would cost four more rows.
const QUIET_MODULES = 2;
const BLACK_ON_WHITE = '\u001b[38;5;16;48;5;231m';
const RESET = '\u001b[0m';

function modules(link: string): readonly (readonly boolean[])[] {
  return encode(link.toUpperCase(), { ecc: 'L', boostEcc: false, border: QUIET_MODULES }).data;
}

/** Cells that the code is wide; it is half as high. */
export function qrColumns(link: string): number {
  return modules(link).length;
}

/** The lines of the code, top to bottom. `link`: at most MAX_LINK_CHARS. */
export function renderQr(link: string, options: QrOptions): readonly string[] {
  const rows = modules(link);
  const lines: string[] = [];
  for (let y = 0; y < rows.length; y += 2) {
    const upper = rows[y] ?? [];
    const lower = rows[y + 1];
    const cells = upper.map((dark, x) => cell(dark, lower?.[x] ?? false, options.colour)).join('');
    lines.push(options.colour ? `${BLACK_ON_WHITE}${cells}${RESET}` : cells);
  }
  return lines;
}

function cell(upperDark: boolean, lowerDark: boolean, inkIsDark: boolean): string {
  const upper = upperDark === inkIsDark;
  const lower = lowerDark === inkIsDark;
  if (upper && lower) return '█';
  if (upper) return '▀';
  return lower ? '▄' : ' ';
}
