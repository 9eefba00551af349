/**
 * What a text message can be made of: a closed set of nodes (specs/11 §2). Whatever is not in it stays the characters that
 * were written. Must not know: elements, or where the text came from.
 */
import type { WebLink } from '../links/web-link.ts';

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'emphasis' | 'strong' | 'strike'; readonly children: readonly Inline[] }
  | {
      readonly kind: 'link';
      readonly link: WebLink;
      /** What is written for it; it need not be the address. */
      readonly label: string;
    };

export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'code-block'; readonly text: string }
  | { readonly kind: 'quotation'; readonly children: readonly Block[] }
  | {
      readonly kind: 'list';
      /** The number of the first item; absent: no numbers. */
      readonly start?: number;
      readonly items: readonly (readonly Block[])[];
    };

/** Deeper than this everything is plain characters. */
export const MAX_DEPTH = 6;
/** A longer text is shown as it was written: reading it would take longer than a frame. */
export const MAX_MARKDOWN_LENGTH = 8_192;
/** A text with more characters that could mean something is shown as it was written, for the same reason. */
export const MAX_MARKDOWN_MARKS = 400;
