/** Looks for a QR code in the pictures of a video. The decoder is loaded when the first picture is there. */

/** Pictures in a second that are looked at; a hand does not move faster. */
const INTERVAL_MS = 160;
/** Longer side of what is looked at: more detail only takes more time. */
const MAX_SIDE = 720;

/** Calls `onText` for every code that is found, until the returned function is called. */
export function readFrames(video: HTMLVideoElement, onText: (text: string) => void): () => void {
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  void import('qr/decode.js').then(({ decodeQR }) => {
    const look = () => {
      if (isOver) return;
      const image = context === null ? undefined : pictureOf(video, context);
      const text = image && decodeOrNothing(() => decodeQR(image));
      if (text !== undefined) onText(text);
      timer = setTimeout(look, INTERVAL_MS);
    };
    look();
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
