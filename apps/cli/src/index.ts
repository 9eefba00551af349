/** The public names of `@sotto/cli`. */
export { runCli } from './cli.ts';
export type { Environment } from './environment.ts';
export { EXIT_CODE_MEANINGS, EXIT_CODES } from './exit-code.ts';
export { encodeJson } from './json.ts';
export { processEnvironment } from './process-environment.ts';
export { sanitizeForTerminal, sanitizeLine } from './sanitize.ts';
