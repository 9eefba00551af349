/** Plays a schedule and holds every rule after every step. Throws `BrokenRule` for the first that does not hold. */
import { holdRules } from './rules.ts';
import type { Schedule } from './schedule.ts';
import { settle } from './settling.ts';
import { type Faults, type Played, Stage } from './stage.ts';

export async function play(schedule: Schedule, faults: Faults = {}): Promise<Played> {
  const stage = new Stage(schedule, faults);
  for (const step of schedule.steps) {
    await stage.take(step);
    holdRules(stage);
  }
  await settle(stage);
  return stage.played();
}
