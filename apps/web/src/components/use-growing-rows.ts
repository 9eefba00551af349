/** So many rows as somebody looks at, and more as the end of them comes near: a person may have thousands of contacts. */
import { type RefObject, useEffect, useRef, useState } from 'react';

/** More than the highest screen shows. */
const FIRST_ROWS = 60;
const MORE_ROWS = 120;
/** Before the end is seen. */
const NEAR = '800px';

export interface GrowingRows<Row> {
  readonly rows: readonly Row[];
  readonly hasMore: boolean;
  /** Of an element behind the last row; there while there are more. */
  readonly end: RefObject<HTMLDivElement | null>;
}

export function useGrowingRows<Row>(all: readonly Row[]): GrowingRows<Row> {
  const [count, setCount] = useState(FIRST_ROWS);
  const end = useRef<HTMLDivElement>(null);
  const hasMore = all.length > count;
  // Observed anew after each step, as an end that is still near does not say so again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count is what the steps change
  useEffect(() => {
    const element = end.current;
    if (!hasMore || element === null) return;
    const observer = new IntersectionObserver(
      (seen) => {
        if (seen.some(({ isIntersecting }) => isIntersecting)) setCount((before) => before + MORE_ROWS);
      },
      { rootMargin: NEAR },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [hasMore, count]);
  return { rows: hasMore ? all.slice(0, count) : all, hasMore, end };
}
