import { type Badge, badgeOf } from './avatar-badge.ts';
import './avatar.css';

export interface AvatarProps {
  /** What the person is called here. */
  readonly name: string;
  /** The account id, from which the ring is drawn. */
  readonly id: string;
  /** In pixels. */
  readonly size?: number;
}

/** Initials in a ring that is drawn from the account id: helps to tell people apart, and proves nothing. */
export function Avatar({ name, id, size = 44 }: AvatarProps) {
  const badge = badgeOf(id);
  return (
    <span className="avatar" data-tint={badge.tint} aria-hidden="true">
      <svg aria-hidden="true" width={size} height={size} viewBox="0 0 44 44">
        <circle className="avatar-ground" cx="22" cy="22" r="18" />
        <circle className="avatar-track" cx="22" cy="22" r={RADIUS} />
        <path className="avatar-ring" d={ringOf(badge)} />
        <text className="avatar-initials" x="22" y="22" dominantBaseline="central" textAnchor="middle">
          {initialsOf(name)}
        </text>
      </svg>
    </span>
  );
}

const CENTRE = 22;
const RADIUS = 20.5;
/** Of a segment's angle stays empty, so that segments are told apart. */
const GAP = 0.3;

function ringOf({ segments }: Badge): string {
  const angle = (2 * Math.PI) / segments.length;
  return segments.map((isDrawn, index) => (isDrawn ? arc(index * angle, (index + 1 - GAP) * angle) : '')).join('');
}

function arc(from: number, to: number): string {
  return `M${point(from)}A${RADIUS} ${RADIUS} 0 0 1 ${point(to)}`;
}

function point(angle: number): string {
  const x = CENTRE + RADIUS * Math.sin(angle);
  const y = CENTRE - RADIUS * Math.cos(angle);
  return `${x.toFixed(2)} ${y.toFixed(2)}`;
}

/** One or two letters for a name. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u);
  const first = [...(words[0] ?? '')][0] ?? '';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toLocaleUpperCase();
}
