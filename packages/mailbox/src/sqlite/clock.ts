/** The thread of the database has no `Clock`: this tells how long its transactions take, for figures only. */
export function monotonicMs(): number {
  return performance.now();
}
