import { ProgressBar } from 'react-aria-components';
import './progress.css';

/** Work of which only is known that it goes on. */
export function Progress({ label }: { readonly label: string }) {
  return (
    <ProgressBar aria-label={label} isIndeterminate className="progress">
      <span className="progress-line" />
      <span className="progress-label" role="status">
        {label}
      </span>
    </ProgressBar>
  );
}
