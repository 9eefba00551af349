import { useEffect, useRef, useState } from 'react';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { type Camera, closeCamera, openCamera } from './camera.ts';
import { readFrames } from './read-frame.ts';
import './qr-code.css';

export interface ScannerProps {
  /** Called for every code that is seen. */
  readonly onText: (text: string) => void;
}

/** The picture of the camera, and what to do where there is none. The camera is off when this is gone. */
export function Scanner({ onText }: ScannerProps) {
  const { t } = useI18n();
  const [camera, setCamera] = useState<Camera | { readonly kind: 'unread' }>();
  const [attempt, setAttempt] = useState(0);
  const video = useRef<HTMLVideoElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt opens the camera anew
  useEffect(() => {
    let isGone = false;
    let opened: Camera | undefined;
    setCamera(undefined);
    void openCamera().then((next) => {
      opened = next;
      if (!isGone) setCamera(next);
      else if (next.kind === 'open') closeCamera(next.stream);
    });
    return () => {
      isGone = true;
      if (opened?.kind === 'open') closeCamera(opened.stream);
    };
  }, [attempt]);
  const latest = useRef(onText);
  useEffect(() => {
    latest.current = onText;
  });
  useEffect(() => {
    if (camera?.kind !== 'open' || video.current === null) return undefined;
    video.current.srcObject = camera.stream;
    void video.current.play().catch(() => undefined);
    return readFrames(video.current, {
      onText: (text) => latest.current(text),
      onUnavailable: () => {
        closeCamera(camera.stream);
        setCamera({ kind: 'unread' });
      },
    });
  }, [camera]);

  if (camera === undefined) return <p role="status">{t('scan.starting')}</p>;
  if (camera.kind !== 'open') {
    return (
      <div className="scanner">
        <Banner kind="warning" isNews>
          {t(`scan.${camera.kind}`)}
        </Banner>
        {camera.kind === 'unsupported' || camera.kind === 'unread' ? null : (
          <Button onPress={() => setAttempt(attempt + 1)}>{t('scan.retry')}</Button>
        )}
      </div>
    );
  }
  return (
    <div className="scanner">
      <div className="scanner-picture">
        <video ref={video} muted playsInline aria-label={t('scan.picture')} />
      </div>
      <p className="soft small">{t('scan.text')}</p>
    </div>
  );
}
