/**
 * Sessions as a state machine: devices of two people under any schedule of writing, loss, copies, crashes, restores,
 * clocks that jump and a post that changes, mixes up and replays what it carries (specs/03 §5, specs/04, specs/10).
 *
 * SOTTO_SCHEDULE_RUNS: how many schedules are drawn for each number of devices. SOTTO_SCHEDULE_SEED: the seed of a search
 * that is to be repeated.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BrokenRule } from './broken-rule.ts';
import { plantedFaults } from './planted-faults.ts';
import { play } from './play.ts';
import { readSchedule, SAVED_FOLDER, savedSchedules } from './saved-schedules.ts';
import { numberFrom, search } from './search.ts';

const RUNS = { 2: 120, 4: 70 } as const;
/** With `SOTTO_SCHEDULE_RUNS` a search may take as long as it takes. */
const PATIENCE_MS = 3_600_000;
/** Planted faults are found by a search that is the same every time. */
const PLANTED = { seed: 7, runs: 60, devices: 2 } as const;
const MAX_SHRUNK_STEPS = 4;

describe('sessions under schedules that broke a rule once', () => {
  test.each(savedSchedules())('every rule holds: $name', async ({ schedule }) => {
    expect((await play(schedule)).shown).toBeGreaterThan(0);
  });
});

describe('sessions under any schedule', () => {
  for (const devices of [2, 4] as const) {
    const runs = numberFrom('SOTTO_SCHEDULE_RUNS') ?? RUNS[devices];
    test(
      `A8, A11, B1, B3, B4, B5, B8, B9, B16: every rule holds between ${devices} devices (${runs} schedules; SOTTO_SCHEDULE_RUNS=… for more)`,
      async () => {
        const seed = numberFrom('SOTTO_SCHEDULE_SEED');
        const { played, finding } = await search({ devices, runs, seed, folder: SAVED_FOLDER });
        expect.soft(finding?.report).toBeUndefined();
        if (finding) throw finding.cause;
        // Schedules are not empty: messages were read, sessions were renewed, and epochs were reached.
        const pairs = devices === 2 ? 1 : 4;
        expect(played.length).toBe(runs);
        expect(Math.max(...played.map(({ sessions }) => sessions))).toBeGreaterThan(3 * pairs);
        expect(played.filter(({ shown }) => shown > 10 * pairs).length).toBeGreaterThan(runs / 10);
        expect(played.filter(({ epochs }) => epochs > 0).length).toBeGreaterThan(0);
      },
      PATIENCE_MS,
    );
  }
});

describe('a planted fault', () => {
  test.each(plantedFaults)(
    '$name is found, shrunk to a few steps and saved',
    async ({ faults, rule }) => {
      const folder = mkdtempSync(join(tmpdir(), 'sotto-schedules-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      const { finding } = await search({ ...PLANTED, folder, faults });
      expect(finding?.report).toMatch(rule);
      const schedule = readSchedule(finding?.path ?? '');
      expect(schedule).toEqual(JSON.parse(JSON.stringify(finding?.schedule)));
      expect(schedule.steps.length).toBeLessThanOrEqual(MAX_SHRUNK_STEPS);
      // What was saved shows the fault again, and nothing else.
      await expect(play(schedule, faults)).rejects.toBeInstanceOf(BrokenRule);
      await play(schedule);
    },
    PATIENCE_MS,
  );
});
