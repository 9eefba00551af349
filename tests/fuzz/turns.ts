/** Letting everything happen that is under way, without waiting for time. */

const QUIET_TURNS = 4;
const MAX_TURNS = 400;

/** Runs turns of the event loop until `progress` has stood still for a few of them. */
export async function settle(progress: () => number): Promise<void> {
  let last = progress();
  for (let turn = 0, quiet = 0; turn < MAX_TURNS && quiet < QUIET_TURNS; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    quiet = progress() === last ? quiet + 1 : 0;
    last = progress();
  }
}
