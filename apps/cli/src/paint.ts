/** Colours for the output of commands: escape sequences on a terminal that wants them, nothing elsewhere. */
import { styleText } from 'node:util';
import { type Environment, type OutputStream, wantsColour } from './environment.ts';

export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

export function paintFor(environment: Environment, stream: OutputStream): Paint {
  if (!wantsColour(environment, stream)) return (_style, text) => text;
  return (style, text) => styleText(style, text, { validateStream: false });
}
