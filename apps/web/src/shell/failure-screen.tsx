import { Button } from '../components/button.tsx';
import { problemText } from '../components/problem-text.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Stage } from './stage.tsx';

/** Nothing goes on from here but a new start. */
export function FailureScreen({ error }: { readonly error: unknown }) {
  const i18n = useI18n();
  const { title, hint, code } = problemText(error, i18n);
  return (
    <Stage title={title}>
      <div role="alert">
        {hint === undefined ? null : <p className="soft">{hint}</p>}
        <p className="soft small">{i18n.t('problem.code', { code })}</p>
      </div>
      <Button kind="primary" isWide onPress={() => location.reload()}>
        {i18n.t('action.reload')}
      </Button>
    </Stage>
  );
}
