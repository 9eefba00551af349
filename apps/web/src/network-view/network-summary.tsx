import { Icon } from '../components/icon.tsx';
import type { Summary } from './summary.ts';

export function NetworkSummary({ level, text }: Summary) {
  return (
    <div className="network-summary" data-level={level} role="status">
      <span className="network-summary-sign">
        <Icon name={level === 'ok' ? 'check' : 'alert'} size={22} />
      </span>
      <p className="voice">{text}</p>
    </div>
  );
}
