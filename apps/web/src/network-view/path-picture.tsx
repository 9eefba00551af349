/** You in the middle of what you are connected to, with a light on every path that a message takes. */
import type { StatusReport } from '@sotto/client';
import { useId, useRef } from 'react';
import { cutText } from '../chat/text/shown-text.ts';
import { initialsOf } from '../components/avatar.tsx';
import { Icon } from '../components/icon.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useContacts } from '../state/conversations/contacts-context.tsx';
import { curve, isWide, layOut, type Point } from './path-layout.ts';
import { type PicturePoint, pictureOf } from './path-model.ts';
import './path-picture.css';
import type { Pulse } from './path-traffic.ts';
import { usePulses } from './use-pulses.ts';
import { useWidth } from './use-width.ts';

/** Letters of a name that have room below a point, in a wide picture and in a narrow one. */
const MAX_NAME = 16;
const MAX_NAME_NARROW = 11;

export function PathPicture({ status }: { readonly status: StatusReport }) {
  const i18n = useI18n();
  const { t } = i18n;
  const { entries } = useContacts();
  const pulses = usePulses();
  const list = useId();
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const contacts = entries.map(({ contact }) => contact);
  const model = pictureOf(status, contacts, i18n);
  const { mailboxes, relays } = model;
  const layout = layOut({
    width,
    mailboxes: mailboxes.length,
    relays: relays.length,
    contacts: model.contacts.length,
  });
  const points = [
    ...place(mailboxes, layout.mailboxes),
    ...place(relays, layout.relays),
    ...place(model.contacts, layout.contacts),
  ];
  return (
    <section className="network-card" aria-labelledby="paths-title">
      <h2 id="paths-title">{t('network.paths')}</h2>
      <div ref={frame}>
        {width === 0 ? null : (
          <svg
            className="paths"
            data-wide={isWide(width)}
            viewBox={`0 0 ${width} ${layout.height}`}
            role="img"
            aria-label={t('network.paths.describe', {
              mailboxes: status.mailboxes.length,
              contacts: contacts.filter((contact) => contact.status === 'contact').length,
              direct: status.directPeers,
            })}
            aria-describedby={list}
          >
            {points.map(({ point, at }) => (
              <Line key={point.id} point={point} from={layout.you} to={at} pulses={pulses} />
            ))}
            <g className="node node-you">
              <circle cx={layout.you.x} cy={layout.you.y} r={26} />
              <text x={layout.you.x} y={layout.you.y + 5}>
                {t('network.paths.you')}
              </text>
            </g>
            {points.map(({ point, at }) => (
              <Node
                key={point.id}
                point={point}
                at={at}
                isLit={isLit(point, pulses)}
                maxName={isWide(width) ? MAX_NAME : MAX_NAME_NARROW}
              />
            ))}
          </svg>
        )}
      </div>
      <ul id={list} className="visually-hidden">
        {[...mailboxes, ...relays, ...model.contacts].map(({ id, text }) => (
          <li key={id}>{text}</li>
        ))}
      </ul>
      <Key model={[...mailboxes, ...relays, ...model.contacts]} more={model.more} />
      <p className="soft small">{t('network.paths.text')}</p>
    </section>
  );
}

interface Placed {
  readonly point: PicturePoint;
  readonly at: Point;
}

function place(points: readonly PicturePoint[], at: readonly Point[]): readonly Placed[] {
  return points.flatMap((point, i) => {
    const there = at[i];
    return there === undefined ? [] : [{ point, at: there }];
  });
}

/** A message through mailboxes lights them, and whom it is for or from. */
function isLit({ id, kind }: PicturePoint, pulses: readonly Pulse[]): boolean {
  return pulses.some(({ way, contact }) =>
    kind === 'contact' ? contact === id : kind === 'mailbox' && way === 'mailboxes',
  );
}

interface LineProps {
  readonly point: PicturePoint;
  readonly from: Point;
  readonly to: Point;
  readonly pulses: readonly Pulse[];
}

/** A contact that is not connected has no line: mail for it goes to mailboxes. */
function Line({ point, from, to, pulses }: LineProps) {
  const { id, kind, isOpen, path } = point;
  if (kind === 'contact' && !isOpen) return null;
  const d = curve(from, to);
  const passing = pulses.filter(({ way, contact }) =>
    kind === 'mailbox' ? way === 'mailboxes' && isOpen : kind === 'contact' && way === 'direct' && contact === id,
  );
  return (
    <g>
      <path className="path" data-kind={path ?? kind} data-state={isOpen ? 'open' : 'closed'} d={d} />
      {passing.map((pulse) => (
        <path key={pulse.id} className="pulse" data-direction={pulse.direction} d={d} pathLength={1} />
      ))}
    </g>
  );
}

interface NodeProps {
  readonly point: PicturePoint;
  readonly at: Point;
  readonly isLit: boolean;
  readonly maxName: number;
}

function Node({ point, at, isLit: lit, maxName }: NodeProps) {
  const { kind, isOpen, name, label } = point;
  const radius = kind === 'relay' ? 14 : 18;
  return (
    <g className={`node node-${kind}`} data-state={isOpen ? 'open' : 'closed'} data-lit={lit}>
      <circle cx={at.x} cy={at.y} r={radius} />
      {kind === 'contact' ? (
        <text className="node-initial" x={at.x} y={at.y + 5}>
          {initialsOf(name)}
        </text>
      ) : (
        <g className="node-icon" transform={`translate(${at.x - 9} ${at.y - 9})`}>
          <Icon name={kind === 'mailbox' ? 'mailbox' : 'network'} size={18} />
        </g>
      )}
      <text x={at.x} y={at.y + radius + 17}>
        {kind === 'contact' ? shortName(name, maxName) : name}
      </text>
      {label === undefined ? null : (
        <text className="node-label" x={at.x} y={at.y + radius + 32}>
          {label}
        </text>
      )}
    </g>
  );
}

function shortName(name: string, maxName: number): string {
  const short = cutText(name, maxName);
  return short === name ? name : `${short.trimEnd()}…`;
}

const KEYS = ['tcp', 'websocket', 'webrtc', 'relayed'] as const;

/** Only the kinds of line that are there. */
function Key({ model, more }: { readonly model: readonly PicturePoint[]; readonly more: number }) {
  const { t } = useI18n();
  return (
    <p className="paths-key">
      {KEYS.filter((kind) => model.some(({ path }) => path === kind)).map((kind) => (
        <span key={kind} data-kind={kind}>
          {t(`network.path.${kind}`)}
        </span>
      ))}
      <span data-kind="mailbox">{t('network.paths.through')}</span>
      {model.some(({ kind, isOpen }) => kind !== 'contact' && !isOpen) ? (
        <span data-kind="closed">{t('network.paths.unreachable')}</span>
      ) : null}
      {more > 0 ? <span>{t('network.paths.more', { count: more })}</span> : null}
    </p>
  );
}
