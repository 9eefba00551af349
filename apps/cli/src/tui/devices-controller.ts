/** The devices of the account, and the end of one that is lost. */
import { Coalescer } from './coalescer.ts';
import type { ControllerParts } from './controller-parts.ts';
import { failureLine } from './failure-line.ts';
import { ownDevices } from './own-devices.ts';

export class DevicesController {
  readonly #parts: ControllerParts;
  readonly #work: Coalescer;

  constructor(parts: ControllerParts) {
    this.#parts = parts;
    this.#work = new Coalescer((error) => parts.report(error));
  }

  show(): void {
    const { client, dispatch } = this.#parts;
    this.#work.run('devices', async () => {
      const devices = ownDevices(await client.devices());
      const untouched = { cursor: 0, confirm: undefined, busy: false, problem: undefined };
      dispatch({ type: 'overlay', overlay: { kind: 'devices', devices, ...untouched } });
    });
  }

  revoke(device: string): void {
    const { client, dispatch, report } = this.#parts;
    dispatch({ type: 'devices', change: { busy: true, problem: undefined } });
    void client
      .revokeDevice(device)
      .then(async () => ({ devices: ownDevices(await client.devices()), cursor: 0 }))
      .catch((error: unknown) => {
        // Seen by whoever has closed the list meanwhile.
        report(error);
        return { problem: failureLine(error) };
      })
      .then((change) => dispatch({ type: 'devices', change: { busy: false, ...change } }));
  }
}
