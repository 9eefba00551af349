/** What a story and its device processes say to each other. Requests may overlap; each has one answer. */
import type { ClientEvents, RecoverOptions, SottoClient } from 'sotto';

/** What the SDK offers, without events. */
export type DeviceMethod = Exclude<keyof SottoClient, 'on'>;

export interface DeviceOpening {
  readonly home: string;
  readonly passphrase: string;
  /** Given for a new account. */
  readonly create?: { readonly name: string; readonly mailboxes: readonly string[] };
  /** Given to come back to an account. */
  readonly recover?: Pick<RecoverOptions, 'words' | 'mailboxes' | 'otherDevices' | 'replace'>;
  /** Whether to take direct connections on loopback. */
  readonly direct: boolean;
  /** Whether to be announced on the local network; default: no. */
  readonly discovery?: boolean;
}

export type DeviceRequest =
  | { readonly id: number; readonly open: DeviceOpening }
  | { readonly id: number; readonly method: DeviceMethod; readonly args: readonly unknown[] };

export type DeviceEvent = {
  [Kind in keyof ClientEvents]: { readonly event: Kind; readonly value: ClientEvents[Kind] };
}[keyof ClientEvents];

export type DeviceReport =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly code: string; readonly message: string }
  | DeviceEvent;
