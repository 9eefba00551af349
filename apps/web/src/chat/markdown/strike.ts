/** Finds `~~struck~~` runs among inline nodes, which the Markdown reader leaves as text. */
import type { Inline } from './message-tree.ts';

const MARK = '~~';
/** A run of exactly two, with something written on its inner side. */
const MARKS = /(?<!~)~~(?!~)/g;

/** Nodes between two marks become one struck node; a mark without a partner stays text. */
export function withStrikes(nodes: readonly Inline[]): readonly Inline[] {
  const parts = nodes.flatMap(splitMarks);
  const result: Inline[] = [];
  let opened: number | undefined;
  for (const part of parts) {
    if (part !== MARK) result.push(part);
    else if (opened === undefined) {
      opened = result.length;
      result.push({ kind: 'text', text: MARK });
    } else {
      const children = result.splice(opened).slice(1);
      opened = undefined;
      if (children.length === 0) result.push({ kind: 'text', text: MARK + MARK });
      else result.push({ kind: 'strike', children });
    }
  }
  return result;
}

function splitMarks(node: Inline): readonly (Inline | typeof MARK)[] {
  if (node.kind !== 'text' || !node.text.includes(MARK)) return [node];
  const parts: (Inline | typeof MARK)[] = [];
  let at = 0;
  for (const { index } of node.text.matchAll(MARKS)) {
    if (index > at) parts.push({ kind: 'text', text: node.text.slice(at, index) });
    parts.push(MARK);
    at = index + MARK.length;
  }
  if (at < node.text.length) parts.push({ kind: 'text', text: node.text.slice(at) });
  return parts;
}
