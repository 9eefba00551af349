/**
 * Checks the primitives of every platform against the public known answers.
 *
 * usage: npm run vectors -- [--json] [--platform <node-native|node-portable|chromium>]…
 * `--json` prints `{suites: [{name, platform, cases, failed, skipped}]}` and nothing else on standard output. Exits 1 when
 * anything failed or there are no vectors, 2 for wrong arguments.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { failureLines, formatReport, type PlatformResults, reportRows } from './report.ts';
import { runPlatform } from './run-platform.ts';
import { PLATFORMS, type Platform } from './suite.ts';
import { openVectors, vectorsMissing } from './vectors-folder.ts';

const USAGE = `usage: npm run vectors -- [--json] [--platform <${PLATFORMS.join('|')}>]…`;

function readArguments(): { readonly json: boolean; readonly platforms: readonly Platform[] } | undefined {
  try {
    const { values } = parseArgs({
      options: { json: { type: 'boolean', default: false }, platform: { type: 'string', multiple: true } },
    });
    const named = values.platform ?? PLATFORMS;
    const platforms = PLATFORMS.filter((platform) => named.includes(platform));
    return platforms.length === new Set(named).size ? { json: values.json, platforms } : undefined;
  } catch {
    return undefined;
  }
}

const wanted = readArguments();
if (wanted === undefined) {
  process.stderr.write(`${USAGE}\n`);
  process.exit(2);
}
const missing = vectorsMissing();
if (missing !== undefined) {
  process.stderr.write(`${missing}\n`);
  process.exit(1);
}

const read = await openVectors();
const runs: PlatformResults[] = [];
for (const platform of wanted.platforms) runs.push({ platform, results: await runPlatform(platform, read) });
const rows = reportRows(runs);
process.stdout.write(wanted.json ? `${JSON.stringify({ suites: rows })}\n` : `${formatReport(runs)}\n`);
for (const line of failureLines(runs)) process.stderr.write(`${line}\n`);
process.exitCode = rows.some(({ failed }) => failed > 0) ? 1 : 0;
