import { lazy, Suspense } from 'react';
import { useObservable } from '../../state/use-observable.ts';
import { shortcutHelp, showShortcutHelp } from './shortcut-help.ts';
import { useShortcuts } from './use-shortcuts.ts';

const ShortcutsDialog = lazy(async () => ({ default: (await import('./shortcuts-dialog.tsx')).ShortcutsDialog }));

/** Makes the keys work, and shows their help when it is asked for. */
export function ShortcutKeys() {
  useShortcuts();
  const isShown = useObservable(shortcutHelp);
  if (!isShown) return null;
  return (
    <Suspense fallback={null}>
      <ShortcutsDialog onClose={() => showShortcutHelp(false)} />
    </Suspense>
  );
}
