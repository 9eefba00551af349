// Prints the one line of totals that ends a run of `.ci/run`: `N passed, N failed[, N skipped]`.
//
// usage: node summary.cjs TEST_REPORT TEST_STATUS CHECK_LOG CHECK_STATUS
// Exits 1 when anything failed. Plain CommonJS on purpose: it runs even when the installation did not.
'use strict';
const { readFileSync } = require('node:fs');

const [reportFile, testStatus, checkLog, checkStatus] = process.argv.slice(2);

/** Totals of the runner's JSON report. A file that could not be loaded counts as one failure. */
function testTotals() {
  let report;
  try {
    report = JSON.parse(readFileSync(reportFile, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const totals = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  // An error outside every test, or a runner that was killed: the report alone would look green.
  if (totals.failed === 0 && (testStatus !== '0' || report.success !== true)) totals.failed = 1;
  return totals;
}

/** Number of static checks that failed: lines `FAIL name` of `npm run check`. */
function failedChecks() {
  let failed = 0;
  try {
    failed = readFileSync(checkLog, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('FAIL ')).length;
  } catch {
    // The log does not exist when the checks never started; the status below says so.
  }
  return failed === 0 && checkStatus !== '0' ? 1 : failed;
}

const totals = testTotals();
const failed = totals.failed + failedChecks();
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
process.stdout.write(`${totals.passed} passed, ${failed} failed${skipped}\n`);
process.exit(failed === 0 ? 0 : 1);
