/** What the keys do in the list of own devices. Removing one asks twice. */
import type { DevicesOverlay } from './app-state.ts';
import type { KeyContext } from './key-context.ts';
import type { Keystroke } from './keystroke.ts';

const STEPS: Readonly<Record<string, number>> = { up: -1, down: 1 };

export function pressDevicesKey(
  { key, text }: Keystroke,
  overlay: DevicesOverlay,
  { store, controller }: KeyContext,
): void {
  const { devices, cursor, confirm, busy } = overlay;
  if (busy) return;
  const step = STEPS[key] ?? 0;
  const next = Math.min(Math.max(0, cursor + step), devices.length - 1);
  const pointed = devices[cursor];
  const mayGo = pointed !== undefined && !pointed.current && !pointed.revoked;
  const isAsked = text === 'x' && mayGo;
  if (isAsked && confirm === pointed.id) controller.devices.revoke(pointed.id);
  const change = { cursor: next, confirm: isAsked && confirm !== pointed.id ? pointed.id : undefined };
  store.dispatch({ type: 'devices', change });
}
