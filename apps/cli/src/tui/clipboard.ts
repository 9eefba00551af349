/**
 * Copying by the terminal (OSC 52): the only escape sequence of that kind that this app sends, with text of its own.
 * Terminals that do not know it, or do not allow it, ignore it.
 */

/** The sequence that puts `text` on the clipboard of the terminal. */
export function copySequence(text: string): string {
  return `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`;
}
