/** The picture of a camera that sees a QR code, a little askew and with something around it. */
import { encodeQR } from 'qr';

const SIDE = 640;
const MODULE = 5;
const FRAMES_PER_SECOND = 10;

export function codeInFrontOfCamera(text: string): MediaStream {
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE;
  const context = canvas.getContext('2d');
  const rows = encodeQR(text, 'raw', { ecc: 'low', border: 4 });
  const draw = () => {
    if (context === null) return;
    context.fillStyle = '#8a7a66';
    context.fillRect(0, 0, SIDE, SIDE);
    context.save();
    context.translate(SIDE / 2, SIDE / 2);
    context.rotate(0.06);
    context.translate((-rows.length * MODULE) / 2, (-rows.length * MODULE) / 2);
    context.fillStyle = '#f4f0e8';
    context.fillRect(0, 0, rows.length * MODULE, rows.length * MODULE);
    context.fillStyle = '#1a1612';
    for (const [y, row] of rows.entries()) {
      for (const [x, isDark] of row.entries()) {
        if (isDark) context.fillRect(x * MODULE, y * MODULE, MODULE, MODULE);
      }
    }
    context.restore();
  };
  // A picture that does not change is not sent on.
  setInterval(draw, 1_000 / FRAMES_PER_SECOND);
  draw();
  return canvas.captureStream(FRAMES_PER_SECOND);
}
