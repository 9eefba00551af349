/** The order in which a person sees their own devices. Pure. */
import type { DeviceView } from '@sotto/client';

/** This one first, those that were removed last; else as in the account. */
export function ownDevices(devices: readonly DeviceView[]): readonly DeviceView[] {
  return devices.toSorted((a, b) => rankOf(a) - rankOf(b));
}

function rankOf({ current, revoked }: DeviceView): number {
  if (current) return 0;
  return revoked ? 2 : 1;
}
