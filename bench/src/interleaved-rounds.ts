/**
 * Measuring contenders in one run, round by round in shuffled order: whatever else the machine does meets each of them
 * alike. A figure is the median of its rounds.
 */
import { randomInt } from 'node:crypto';
import { median } from './percentile.ts';

/** Runs once and returns its own figure, such as microseconds per message. */
export type Round = () => Promise<number>;

export interface RoundsOptions {
  readonly warmUpRounds: number;
  readonly rounds: number;
}

function shuffled<Value>(values: readonly Value[]): Value[] {
  const order = [...values];
  for (let last = order.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [order[last], order[other]] = [order[other] as Value, order[last] as Value];
  }
  return order;
}

/** The median figure of each contender, by its name. */
export async function medianRounds<Name extends string>(
  contenders: Readonly<Record<Name, Round>>,
  { warmUpRounds, rounds }: RoundsOptions,
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(contenders) as Name[];
  const samples = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < warmUpRounds + rounds; round++) {
    for (const name of shuffled(names)) {
      const figure = await contenders[name]();
      if (round >= warmUpRounds) samples.get(name)?.push(figure);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(samples.get(name) ?? [])])) as Record<Name, number>;
}
