/**
 * Runs the terminal app on the terminal of the process, on its alternate screen, and puts the terminal back however the
 * app ends: by a key, a signal or a fault.
 */
import type { CommandContext } from '../command-context.ts';
import { wantsColour } from '../environment.ts';

/**
 * Lines end at the edge of the window. Terminals differ in how wide they draw some emoji and marks; on one that draws a text
 * wider than it was measured, the line would go on in the next row and push everything below out of place.
 */
const WRAP_OFF = '\u001b[?7l';
const WRAP_ON = '\u001b[?7h';

/** Resolves when the person has left and the account is closed. */
export async function runTerminalApp(context: CommandContext, contactName?: string): Promise<void> {
  const { environment, home } = context;
  const { stdin, stdout, stderr } = environment;
  const colour = wantsColour(environment, stdout);
  const [{ render }, { h }, { ColourContext }, { Root }, { AppSession }] = await Promise.all([
    import('ink'),
    import('./h.ts'),
    import('./components/text.ts'),
    import('./screens/root.ts'),
    import('./app-session.ts'),
  ]);
  const session = new AppSession(context, contactName);
  let quit = () => {};
  const left = new Promise<void>((resolve) => {
    quit = resolve;
  });
  const root = h(Root, { session, home, clock: environment.clock, quit });
  const screen = h(ColourContext, { value: colour }, root);
  stdout.write(WRAP_OFF);
  const app = render(screen, {
    stdin,
    stdout,
    stderr,
    exitOnCtrlC: false,
    alternateScreen: true,
    interactive: true,
    incrementalRendering: true,
  });
  try {
    const started = session.start();
    await Promise.race([left, app.waitUntilExit(), environment.ended(), environment.faulted(), rejectionOf(started)]);
  } finally {
    app.unmount();
    await app.waitUntilExit();
    stdout.write(WRAP_ON);
    await session.close();
  }
}

/** Never resolves; rejects when `work` does. */
async function rejectionOf(work: Promise<unknown>): Promise<never> {
  await work;
  return new Promise<never>(() => {});
}
