/** Looks for a QR code in the pictures of a video. The decoder is loaded when the first picture is there. */

/** Pictures in a second that are looked at; a hand does not move faster. */
const INTERVAL_MS = 160;
/** Longer side of what is looked at: more detail only takes more time. */
const MAX_SIDE = 720;

export interface FrameReader {
  /** Called for every code that is found. */
  readonly onText: (text: string) => void;
  /** Called once, instead of anything else, when the decoder cannot be loaded. */
  readonly onUnavailable: () => void;
}

/** Looks until the returned function is called; nothing is told after it. */
export function readFrames(video: HTMLVideoElement, { onText, onUnavailable }: FrameReader): () => void {
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const begin = ({ decodeQR }: typeof import('qr/decode.js')) => {
    const look = () => {
      if (isOver) return;
      const image = context === null ? undefined : pictureOf(video, context);
      const text = image && decodeOrNothing(() => decodeQR(image));
      if (text !== undefined) onText(text);
      timer = setTimeout(look, INTERVAL_MS);
    };
    look();
  };
  void import('qr/decode.js').then(begin, () => {
    if (!isOver) onUnavailable();
  });
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

function pictureOf(video: HTMLVideoElement, context: CanvasRenderingContext2D): ImageData | undefined {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0 || videoHeight === 0) return undefined;
  const scale = Math.min(1, MAX_SIDE / Math.max(videoWidth, videoHeight));
  const [width, height] = [Math.round(videoWidth * scale), Math.round(videoHeight * scale)];
  context.canvas.width = width;
  context.canvas.height = height;
  context.drawImage(video, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

/** A picture without a code is no failure: the decoder throws for it. */
function decodeOrNothing(decode: () => string): string | undefined {
  try {
    return decode();
  } catch {
    return undefined;
  }
}
