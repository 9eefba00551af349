/** Traffic of the last 24 hours: a chart, and the same as a table. */
import type { StatusReport } from '@sotto/client';
import { useId, useRef } from 'react';
import { useI18n } from '../i18n/i18n.tsx';
import { momentText } from './moment.ts';
import { scaleOf, sumOf, type TrafficBar, totalOf, trafficBars } from './traffic-bars.ts';
import './traffic-chart.css';
import { TrafficTable } from './traffic-table.tsx';
import { useWidth } from './use-width.ts';

const HEIGHT = 176;
/** Room for the texts of the axes. */
const AXIS_X = 56;
const AXIS_Y = 22;
const TOP = 10;
const EVERY_HOURS = 6;

export function TrafficChart({ traffic }: { readonly traffic: StatusReport['traffic'] }) {
  const i18n = useI18n();
  const { t, bytes } = i18n;
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const title = useId();
  const bars = trafficBars(traffic);
  const text = t('network.traffic.describe', {
    received: bytes(sumOf(bars, 'received')),
    sent: bytes(sumOf(bars, 'sent')),
    time: momentText(traffic.sinceMs, Date.now(), i18n),
  });
  return (
    <section className="network-card" aria-labelledby={title}>
      <h2 id={title}>{t('network.traffic')}</h2>
      <p className="small">{text}</p>
      <div ref={frame}>{width === 0 ? null : <Chart bars={bars} width={width} label={text} />}</div>
      <p className="paths-key">
        <span data-kind="straight">{t('network.traffic.straight')}</span>
        <span data-kind="indirect">{t('network.traffic.indirect')}</span>
      </p>
      <TrafficTable traffic={traffic} />
      <p className="soft small">{t('network.traffic.text')}</p>
    </section>
  );
}

interface ChartProps {
  readonly bars: readonly TrafficBar[];
  readonly width: number;
  readonly label: string;
}

function Chart({ bars, width, label }: ChartProps) {
  const { t, bytes } = useI18n();
  const scale = scaleOf(bars);
  const half = (HEIGHT - AXIS_Y - TOP) / 2;
  const zero = TOP + half;
  const step = (width - AXIS_X) / Math.max(1, bars.length);
  const unmeasured = bars.filter(({ isMeasured }) => !isMeasured).length;
  return (
    <svg className="traffic" viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
      {unmeasured === 0 ? null : (
        <g className="traffic-unknown">
          <rect x={AXIS_X} y={TOP} width={step * unmeasured} height={half * 2} rx={6} />
          {step * unmeasured < 110 ? null : (
            <text x={AXIS_X + (step * unmeasured) / 2} y={zero - 8} textAnchor="middle">
              {t('network.traffic.unknown')}
            </text>
          )}
        </g>
      )}
      {[
        { y: TOP, name: bytes(scale), anchor: TOP + 8 },
        { y: zero, name: '0', anchor: zero + 4 },
        { y: TOP + half * 2, name: bytes(scale), anchor: TOP + half * 2 },
      ].map(({ y, name, anchor }) => (
        <g key={y}>
          <line className="traffic-line" data-zero={y === zero} x1={AXIS_X} x2={width} y1={y} y2={y} />
          <text x={AXIS_X - 6} y={anchor} textAnchor="end">
            {name}
          </text>
        </g>
      ))}
      <text className="traffic-side" x={AXIS_X + 6} y={TOP + 12}>
        {t('network.traffic.received')}
      </text>
      <text className="traffic-side" x={AXIS_X + 6} y={TOP + half * 2 - 5}>
        {t('network.traffic.sent')}
      </text>
      {bars.map((bar, index) => (
        <Bar key={bar.startMs} bar={bar} x={AXIS_X + step * index} step={step} zero={zero} unit={half / scale} />
      ))}
      <HourNames bars={bars} step={step} width={width} />
    </svg>
  );
}

interface BarProps {
  readonly bar: TrafficBar;
  readonly x: number;
  readonly step: number;
  readonly zero: number;
  /** Pixels for one byte. */
  readonly unit: number;
}

function Bar({ bar: { received, sent }, x, step, zero, unit }: BarProps) {
  const size = { x: x + step * 0.18, width: Math.max(1, step * 0.64) };
  const up = { straight: received.straight * unit, all: totalOf(received) * unit };
  const down = { straight: sent.straight * unit, all: totalOf(sent) * unit };
  return (
    <g>
      <rect className="traffic-bar" data-kind="indirect" {...size} y={zero - up.all} height={up.all - up.straight} />
      <rect className="traffic-bar" data-kind="straight" {...size} y={zero - up.straight} height={up.straight} />
      <rect className="traffic-bar" data-kind="straight" {...size} y={zero} height={down.straight} />
      <rect
        className="traffic-bar"
        data-kind="indirect"
        {...size}
        y={zero + down.straight}
        height={down.all - down.straight}
      />
    </g>
  );
}

/** The last hour is now; others are named where there is room. */
function HourNames({
  bars,
  step,
  width,
}: {
  readonly bars: readonly TrafficBar[];
  readonly step: number;
  readonly width: number;
}) {
  const { t, time } = useI18n();
  const last = bars.length - 1;
  return bars.map(({ startMs }, index) => {
    const isLast = index === last;
    if ((last - index) % EVERY_HOURS !== 0 || index === 0) return null;
    return (
      <text
        key={startMs}
        x={isLast ? width : AXIS_X + step * (index + 0.5)}
        y={HEIGHT - 6}
        textAnchor={isLast ? 'end' : 'middle'}
      >
        {isLast ? t('network.traffic.now') : time(startMs)}
      </text>
    );
  });
}
