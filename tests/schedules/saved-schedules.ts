/** Schedules that broke a rule once, as files: each is replayed before new ones are drawn. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Schedule } from './schedule.ts';

export const SAVED_FOLDER: string = join(import.meta.dirname, 'saved');

/** Writes a schedule under a name made of its content. Returns the path. */
export function saveSchedule(folder: string, schedule: Schedule): string {
  const text = `${JSON.stringify(schedule, undefined, 2)}\n`;
  const name = createHash('sha256').update(text).digest('hex').slice(0, 12);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.json`);
  writeFileSync(path, text);
  return path;
}

export function readSchedule(path: string): Schedule {
  const schedule = JSON.parse(readFileSync(path, 'utf8')) as Schedule;
  if (schedule.devices !== 2 && schedule.devices !== 4) throw new TypeError(`${path} is no schedule`);
  return schedule;
}

export function savedSchedules(folder: string = SAVED_FOLDER): readonly { name: string; schedule: Schedule }[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => ({ name, schedule: readSchedule(join(folder, name)) }));
}
