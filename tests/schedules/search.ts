/** Draws schedules until one breaks a rule, shrinks that one and saves it. */
import process from 'node:process';
import fc from 'fast-check';
import { play } from './play.ts';
import { saveSchedule } from './saved-schedules.ts';
import type { Schedule } from './schedule.ts';
import { schedules } from './schedule-arbitrary.ts';
import type { Faults, Played } from './stage.ts';

export interface Search {
  readonly devices: Schedule['devices'];
  readonly runs: number;
  /** Without one every search is another. */
  readonly seed?: number | undefined;
  /** Where a schedule that breaks a rule is saved. */
  readonly folder: string;
  readonly faults?: Faults;
}

export interface Finding {
  readonly schedule: Schedule;
  readonly path: string;
  /** The broken rule, how the search can be repeated, and where the schedule lies. */
  readonly report: string;
  readonly cause: unknown;
}

export interface SearchEnd {
  readonly played: readonly Played[];
  readonly finding?: Finding;
}

export async function search({ devices, runs, seed, folder, faults = {} }: Search): Promise<SearchEnd> {
  const played: Played[] = [];
  const property = fc.asyncProperty(schedules(devices), async (schedule) => {
    played.push(await play(schedule, faults));
  });
  const details = await fc.check(property, { numRuns: runs, ...(seed === undefined ? {} : { seed }) });
  const [schedule] = details.counterexample ?? [];
  if (!details.failed || schedule === undefined) return { played };
  const path = saveSchedule(folder, schedule);
  const cause = details.errorInstance;
  const text = cause instanceof Error ? cause.message : String(cause);
  const again = `SOTTO_SCHEDULE_SEED=${details.seed}, after ${details.numShrinks} shrinks: ${schedule.steps.length} steps`;
  return { played, finding: { schedule, path, cause, report: `${text}; ${again}, saved as ${path}` } };
}

/** A number from the environment: `SOTTO_SCHEDULE_RUNS` for a longer search, `SOTTO_SCHEDULE_SEED` for the same one. */
export function numberFrom(name: 'SOTTO_SCHEDULE_RUNS' | 'SOTTO_SCHEDULE_SEED'): number | undefined {
  const text = process.env[name];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new TypeError(`${name} is not a whole number`);
  return value;
}
