/** Inputs of targets that read text. */
import { encodeUtf8 } from '@sotto/wire';

/** What a program makes of bytes that should be text: ill-formed parts become U+FFFD. */
export function textOf(input: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(input);
}

/** One unit of 16 bits from two bytes: text as a program may hold it, lone surrogates included. */
export function utf16Of(input: Uint8Array): string {
  let text = '';
  for (let i = 0; i + 1 < input.length; i += 2)
    text += String.fromCharCode(((input[i] ?? 0) << 8) | (input[i + 1] ?? 0));
  return text;
}

export function textInputs(...texts: readonly string[]): Uint8Array[] {
  return texts.map(encodeUtf8);
}
