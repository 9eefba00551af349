/** The `sotto` command as a process: streams, signals and the exit code. */
import process from 'node:process';
import { runCli } from './cli.ts';
import { processEnvironment } from './process-environment.ts';

// A reader that goes away (`sotto history Grace | head`) ends the output, not the work: what was begun is finished.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const exitCode = await runCli(process.argv.slice(2), processEnvironment());

// Nothing that is still open, a timer or a socket, may keep a finished command alive.
await new Promise((resolve) => process.stdout.write('', resolve));
process.exit(exitCode);
