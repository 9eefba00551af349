/** Two devices that have heard from each other, whatever library they run. */

export interface Device {
  seal(to: Device, plaintext: Uint8Array): Promise<Uint8Array>;
  open(from: Device, ciphertext: Uint8Array): Promise<Uint8Array>;
}

export interface DevicePair {
  readonly ada: Device;
  readonly grace: Device;
}
