/** Text that leaves colours out where they are not wanted; weight and inversion stay, a person needs the cursor. */
import { Text as InkText, type TextProps as InkTextProps } from 'ink';
import { createContext, useContext } from 'react';
import { h } from '../h.ts';

/** Whether colours are wanted (https://no-color.org). */
export const ColourContext = createContext(true);

export function Text({ color, ...rest }: InkTextProps) {
  const colour = useContext(ColourContext);
  return h(InkText, colour && color !== undefined ? { ...rest, color } : rest);
}
