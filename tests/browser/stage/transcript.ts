/** A list of named values, short enough to be shown when two of them differ. */

import { portableProvider } from '@sotto/crypto';
import { formatHex } from '@sotto/wire';

const SHOWN_BYTES = 64;

/** `name` and hexadecimal digits, or the hash of what is longer than 64 bytes. */
export type TranscriptLine = readonly [string, string];

export class Transcript {
  readonly lines: TranscriptLine[] = [];

  note(name: string, value: Uint8Array | string): void {
    if (typeof value === 'string') this.lines.push([name, value]);
    else if (value.length <= SHOWN_BYTES) this.lines.push([name, formatHex(value)]);
    else this.lines.push([name, `${value.length} bytes, SHA-256 ${formatHex(portableProvider.sha256(value))}`]);
  }
}
