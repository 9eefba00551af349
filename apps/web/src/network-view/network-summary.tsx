import { Icon, type IconName } from '../components/icon.tsx';
import type { Summary } from './summary.ts';

const SIGNS: Readonly<Record<Summary['level'], IconName>> = {
  ok: 'check',
  unknown: 'network',
  warning: 'alert',
  problem: 'alert',
};

export function NetworkSummary({ level, text }: Summary) {
  return (
    <div className="network-summary" data-level={level} role="status">
      <span className="network-summary-sign">
        <Icon name={SIGNS[level]} size={22} />
      </span>
      <p className="voice">{text}</p>
    </div>
  );
}
