/** Opens a camera, and says why it cannot. Must not know: what is looked for in its pictures. */

export type Camera =
  | { readonly kind: 'open'; readonly stream: MediaStream }
  | { readonly kind: 'denied' | 'none' | 'busy' | 'unsupported' };

/** The one at the back where there are two. Never throws. */
export async function openCamera(): Promise<Camera> {
  const { mediaDevices } = navigator;
  if (!isSecureContext || mediaDevices?.getUserMedia === undefined) return { kind: 'unsupported' };
  try {
    const video = { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 1280 } };
    return { kind: 'open', stream: await mediaDevices.getUserMedia({ video, audio: false }) };
  } catch (error) {
    return { kind: reasonOf(error) };
  }
}

export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** By the names of the Media Capture specification (§10.2). */
function reasonOf(error: unknown): 'denied' | 'none' | 'busy' | 'unsupported' {
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'none';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'unsupported';
  }
}
