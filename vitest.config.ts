/**
 * The test runner: one process pool, at most three workers: two cores have something to do while one of them waits.
 *
 * Files that test parts run one after another in the same process: a process of its own costs a file half a second, which is
 * most of what hundreds of small ones take. What starts processes, or reads its environment as it is loaded, has its own.
 *
 * Workspace packages resolve through their `exports` to TypeScript source; nothing is built. With SOTTO_TEST_REPORT set
 * a JSON report is written there as well (the continuous integration script reads its totals from it).
 */
import process from 'node:process';
import { defineConfig } from 'vitest/config';

/** Its colours are decided when its libraries are loaded. */
const READS_ENVIRONMENT = 'apps/cli/src/tui/run';

const report = process.env['SOTTO_TEST_REPORT'];

export default defineConfig({
  test: {
    environment: 'node',
    projects: [
      // What takes long comes first, so that no core is idle at the end.
      { extends: true, test: { name: 'whole', include: [`{tests/**/*,${READS_ENVIRONMENT}}.test.ts`] } },
      {
        extends: true,
        test: {
          name: 'parts',
          isolate: false,
          include: ['{packages,apps,bench}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/gen/**', `${READS_ENVIRONMENT}.test.ts`],
        },
      },
    ],
    exclude: ['**/node_modules/**', '**/gen/**'],
    passWithNoTests: false,
    allowOnly: false,
    pool: 'forks',
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
    // What is waited for comes as soon as a busy machine lets it.
    expect: { poll: { timeout: 20_000 } },
    setupFiles: ['tests/seeded-properties.ts'],
    execArgv: ['--disable-warning=ExperimentalWarning'],
    reporters: report === undefined ? ['default'] : ['default', 'json'],
    ...(report === undefined ? {} : { outputFile: { json: report } }),
  },
});
