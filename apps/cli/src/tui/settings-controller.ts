/** What this device lets others know, as the client has it, and the change of it. */
import { SETTINGS, type SettingName } from '../settings-text.ts';
import type { SettingsOverlay } from './app-state.ts';
import { Coalescer } from './coalescer.ts';
import type { ControllerOptions, ControllerParts } from './controller-parts.ts';
import { failureLine } from './failure-line.ts';

export class SettingsController {
  readonly #parts: ControllerParts;
  readonly #hasOwnMailbox: ControllerOptions['hasOwnMailbox'];
  readonly #work: Coalescer;
  /** The settings may be closed and opened again while one is being changed. */
  #changing: SettingName | undefined;

  constructor(parts: ControllerParts, hasOwnMailbox: ControllerOptions['hasOwnMailbox']) {
    this.#parts = parts;
    this.#hasOwnMailbox = hasOwnMailbox;
    this.#work = new Coalescer((error) => parts.report(error));
  }

  show(): void {
    const { client, dispatch } = this.#parts;
    this.#work.run('settings', async () => {
      const hasOwnMailbox = await this.#hasOwnMailbox();
      // The last that is waited for: a change that ends meanwhile is in it.
      const values = await client.preferences();
      const shown = { values, hasOwnMailbox, changing: this.#changing };
      const untouched = { pointed: 'receipts' as const, problem: undefined, top: undefined };
      dispatch({ type: 'overlay', overlay: { kind: 'settings', ...shown, ...untouched } });
    });
  }

  /** Does nothing while another change is under way. */
  set(name: SettingName, isOn: boolean): void {
    if (this.#changing !== undefined) return;
    const { dispatch } = this.#parts;
    this.#changing = name;
    dispatch({ type: 'settings', change: { changing: name, problem: undefined, top: undefined } });
    void this.#set(name, isOn).then((change) => {
      this.#changing = undefined;
      dispatch({ type: 'settings', change: { ...change, changing: undefined } });
    });
  }

  /** Gives what holds then: a change that failed may have been stored all the same. */
  async #set(name: SettingName, isOn: boolean): Promise<Partial<Pick<SettingsOverlay, 'values' | 'problem' | 'top'>>> {
    const { client, report } = this.#parts;
    try {
      return { values: await client.setPreferences({ [SETTINGS[name].of]: isOn }) };
    } catch (error) {
      // Seen by whoever has closed the settings meanwhile.
      report(error);
      const failed = { problem: { of: name, text: failureLine(error) }, top: undefined };
      return await client.preferences().then(
        (values) => ({ ...failed, values }),
        () => failed,
      );
    }
  }
}
