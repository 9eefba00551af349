/** How a safety number is laid out for two people who read it to each other. */

const GROUPS_PER_ROW = 4;

/** Rows of four groups of digits. */
export function safetyNumberRows(safetyNumber: string): readonly string[] {
  const groups = safetyNumber.trim().split(/\s+/u);
  const rows: string[] = [];
  for (let i = 0; i < groups.length; i += GROUPS_PER_ROW) rows.push(groups.slice(i, i + GROUPS_PER_ROW).join('  '));
  return rows;
}
