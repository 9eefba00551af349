/** Two devices and what they do, whatever library they run. */

export interface Device {
  seal(to: Device, plaintext: Uint8Array): Promise<Uint8Array>;
  open(from: Device, ciphertext: Uint8Array): Promise<Uint8Array>;
}

/** Both have opened a message of the other. */
export interface DevicePair {
  readonly ada: Device;
  readonly grace: Device;
}

/** A library: how a session begins in it, and sessions that have begun. */
export interface RatchetLibrary {
  /**
   * Two new devices, one of which has published its prekeys. The action that is returned goes from there to the first
   * message opened on the other side.
   */
  readonly prepareSetUp: () => Promise<() => Promise<void>>;
  readonly newPair: () => Promise<DevicePair>;
}
