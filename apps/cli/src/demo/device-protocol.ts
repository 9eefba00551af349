/** What the story and its device processes say to each other: one request at a time, one answer each. */
import type { ContactView, MessageView, StatusReport, SyncReport } from 'sotto';

export interface DeviceStart {
  readonly home: string;
  readonly passphrase: string;
  /** Given for a new account. */
  readonly create?: { readonly name: string; readonly mailboxes: readonly string[] };
}

export interface DeviceCalls {
  start(start: DeviceStart): { readonly link: string };
  add(contact: { readonly link: string; readonly as: string }): ContactView;
  send(message: { readonly to: string; readonly text: string }): MessageView;
  history(contact: string): readonly MessageView[];
  markRead(contact: string): number;
  sync(_: null): SyncReport;
  status(_: null): StatusReport;
  close(_: null): null;
}

export type DeviceCall = keyof DeviceCalls;

export interface DeviceRequest {
  readonly call: DeviceCall;
  readonly input: unknown;
}

export type DeviceAnswer =
  | { readonly ok: true; readonly output: unknown }
  | { readonly ok: false; readonly error: string };
