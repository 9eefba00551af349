import { useEffect, useState } from 'react';
import { useI18n } from '../../i18n/i18n.tsx';
import './qr-code.css';

export interface QrCodeProps {
  readonly text: string;
  readonly label: string;
}

interface Drawing {
  readonly path: string;
  /** Modules on a side, with the quiet zone. */
  readonly size: number;
}

/** Modules around the code that stay empty (ISO/IEC 18004 §9.1). */
const QUIET_ZONE = 4;

/** Always dark on light, in both themes: cameras want it so. The encoder is loaded when the first code is shown. */
export function QrCode({ text, label }: QrCodeProps) {
  const { t } = useI18n();
  const [drawing, setDrawing] = useState<Drawing | 'unavailable'>();
  useEffect(() => {
    let isGone = false;
    const show = (next: Drawing | 'unavailable') => {
      if (!isGone) setDrawing(next);
    };
    void drawingOf(text).then(show, () => show('unavailable'));
    return () => {
      isGone = true;
    };
  }, [text]);
  if (drawing === 'unavailable') return <p className="qr qr-unavailable">{t('qr.unavailable')}</p>;
  return (
    <div className="qr" role="img" aria-label={label}>
      {drawing === undefined ? null : (
        <svg viewBox={`0 0 ${drawing.size} ${drawing.size}`} shapeRendering="crispEdges" aria-hidden="true">
          <path d={drawing.path} />
        </svg>
      )}
    </div>
  );
}

/** @throws Error when the encoder cannot be loaded, or the text is longer than a code can hold. */
async function drawingOf(text: string): Promise<Drawing> {
  const { encodeQR } = await import('qr');
  return draw(encodeQR(text, 'raw', { ecc: 'low', border: QUIET_ZONE }));
}

/** One rectangle for every run of dark modules in a line. */
function draw(rows: readonly (readonly boolean[])[]): Drawing {
  let path = '';
  for (const [y, row] of rows.entries()) {
    for (let x = 0; x < row.length; x++) {
      const from = x;
      while (row[x]) x++;
      if (x > from) path += `M${from} ${y}h${x - from}v1h${from - x}z`;
    }
  }
  return { path, size: rows.length };
}
