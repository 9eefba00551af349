/** Work that a press starts: whether it is going on, and what went wrong last. One at a time. */
import { useCallback, useEffect, useRef, useState } from 'react';

export interface Action<Input extends readonly unknown[]> {
  readonly run: (...input: Input) => void;
  readonly isBusy: boolean;
  /** What the last run threw; gone when another begins. */
  readonly failure: unknown;
  readonly dismiss: () => void;
}

export function useAction<Input extends readonly unknown[]>(work: (...input: Input) => Promise<void>): Action<Input> {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const latest = useRef(work);
  const running = useRef(false);
  useEffect(() => {
    latest.current = work;
  });
  const run = useCallback((...input: Input) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setFailure(undefined);
    latest
      .current(...input)
      .catch(setFailure)
      .finally(() => {
        running.current = false;
        setBusy(false);
      });
  }, []);
  const dismiss = useCallback(() => setFailure(undefined), []);
  return { run, isBusy, failure, dismiss };
}
