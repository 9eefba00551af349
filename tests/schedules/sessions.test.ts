import fc from 'fast-check';
import { expect, test } from 'vitest';
import { play } from './play.ts';
import { schedules } from './schedule-arbitrary.ts';

for (const devices of [2, 4] as const) {
  test(`dev ${devices}`, { timeout: 600_000 }, async () => {
    const runs = Number(process.env['SOTTO_SCHEDULE_RUNS'] ?? 20);
    const start = process.cpuUsage();
    const all: object[] = [];
    await fc.assert(
      fc.asyncProperty(schedules(devices), async (schedule) => {
        all.push(await play(schedule));
      }),
      { numRuns: runs },
    );
    const used = process.cpuUsage(start);
    console.log(devices, (used.user + used.system) / 1e6, JSON.stringify(all.slice(0, 12)));
    expect(all.length).toBe(runs);
  });
}
