/**
 * Opens an address in the person's browser, where there is a screen.
 *
 * Owns how each system does that. What is opened is an address of ours, never text of others.
 */
import { spawn } from 'node:child_process';

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Nobody sees a browser that opens on a machine without a screen, on a build server, or at the other end of SSH. */
export function hasScreen({ platform, env }: Surroundings): boolean {
  const isSet = (name: string) => (env[name] ?? '') !== '';
  if (['CI', 'SSH_CONNECTION', 'SSH_CLIENT', 'SSH_TTY'].some(isSet)) return false;
  if (platform === 'darwin' || platform === 'win32') return true;
  return ['DISPLAY', 'WAYLAND_DISPLAY', 'WSL_DISTRO_NAME'].some(isSet);
}

export type OpenCommand = readonly [program: string, ...args: string[]];

/** What opens an address with the browser that the person chose. */
export function openCommand(address: string, { platform, env }: Surroundings): OpenCommand {
  if (platform === 'darwin') return ['open', address];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', address];
  // Linux inside of Windows: the browser is outside.
  if ((env['WSL_DISTRO_NAME'] ?? '') !== '') return ['rundll32.exe', 'url.dll,FileProtocolHandler', address];
  return ['xdg-open', address];
}

/** Begins to open it; `onFailure` is called at most once, when it is known that it did not. The browser outlives us. */
export function openBrowser([program, ...args]: OpenCommand, onFailure: () => void): void {
  const opener = spawn(program, args, { stdio: 'ignore', detached: true });
  // Either there is no such program, or it ends and says what became of it.
  opener.once('error', onFailure);
  opener.once('exit', (code) => {
    if (code !== 0) onFailure();
  });
  opener.unref();
}
