/** The numbers of the chart, by hour and path: for whoever cannot see it, and whoever wants to know them. */
import type { StatusReport } from '@sotto/client';
import { useI18n } from '../i18n/i18n.tsx';
import { momentText } from './moment.ts';
import { totalOf, trafficBars } from './traffic-bars.ts';

const PATHS = ['direct', 'webrtc', 'relayed', 'mailbox'] as const;

/** Newest first, and only hours that were measured. */
export function TrafficTable({ traffic }: { readonly traffic: StatusReport['traffic'] }) {
  const i18n = useI18n();
  const { t, bytes } = i18n;
  const now = Date.now();
  const rows = trafficBars(traffic)
    .map((bar, index) => ({ bar, paths: traffic.hours[index]?.paths }))
    .filter(({ bar }) => bar.isMeasured)
    .toReversed();
  return (
    <details className="traffic-table">
      <summary>{t('network.traffic.table')}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be focused */}
      <section className="traffic-table-scroll" aria-label={t('network.traffic')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('network.traffic.hour')}</th>
              <th scope="col">{t('network.traffic.received')}</th>
              <th scope="col">{t('network.traffic.sent')}</th>
              {PATHS.map((path) => (
                <th key={path} scope="col">
                  {t(`network.traffic.path.${path}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ bar, paths }) => (
              <tr key={bar.startMs}>
                <th scope="row">{momentText(bar.startMs, now, i18n)}</th>
                <td>{bytes(totalOf(bar.received))}</td>
                <td>{bytes(totalOf(bar.sent))}</td>
                {PATHS.map((path) => (
                  <td key={path}>{bytes((paths?.[path].bytesIn ?? 0) + (paths?.[path].bytesOut ?? 0))}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
