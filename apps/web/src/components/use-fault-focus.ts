/** A form that was refused puts the focus where the first thing has to be mended. */
import { type RefObject, useEffect, useRef, useState } from 'react';

export interface FaultFocus {
  readonly form: RefObject<HTMLFormElement | null>;
  /** Call it together with the change that shows what is wrong. */
  readonly refuse: () => void;
}

export function useFaultFocus(): FaultFocus {
  const form = useRef<HTMLFormElement>(null);
  const [refusals, setRefusals] = useState(0);
  useEffect(() => {
    if (refusals > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refusals]);
  return { form, refuse: () => setRefusals((count) => count + 1) };
}
