/** The account, its mailboxes and its contacts, with a light on every path that a message takes. */
import type { StatusReport } from '@sotto/client';
import { cutText } from '../chat/text/shown-text.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useContacts } from '../state/conversations/contacts-context.tsx';
import { column, curve, HEIGHT, MAX_CONTACTS, type Point, WIDTH, YOU } from './path-layout.ts';
import type { Pulse } from './path-traffic.ts';
import { usePulses } from './use-pulses.ts';

const MAILBOX_X = 320;
const CONTACT_X = 555;
const MAX_NAME = 14;

export function PathPicture({ status }: { readonly status: StatusReport }) {
  const { t } = useI18n();
  const { entries } = useContacts();
  const pulses = usePulses();
  const contacts = entries.filter(({ contact }) => contact.status === 'contact').map(({ contact }) => contact);
  const shown = contacts.slice(0, MAX_CONTACTS);
  const mailboxes = column(MAILBOX_X, status.mailboxes.length);
  const places = column(CONTACT_X, shown.length);
  const isLit = (contact: string | undefined, way: Pulse['way']) =>
    pulses.some((pulse) => pulse.way === way && (contact === undefined || pulse.contact === contact));
  return (
    <section className="network-card" aria-labelledby="paths-title">
      <h2 id="paths-title">{t('network.paths')}</h2>
      <svg
        className="paths"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t('network.paths.describe', {
          mailboxes: status.mailboxes.length,
          contacts: contacts.length,
          direct: status.directPeers,
        })}
      >
        {mailboxes.map((mailbox, index) => (
          <path
            key={status.mailboxes[index]?.address}
            className="path"
            data-state={status.mailboxes[index]?.reachable === true ? 'open' : 'closed'}
            data-lit={isLit(undefined, 'mailboxes')}
            d={curve(YOU, mailbox)}
          />
        ))}
        {places.map((place, index) => {
          const contact = shown[index];
          if (contact === undefined) return null;
          return contact.online ? (
            <path
              key={contact.id}
              className="path path-direct"
              data-lit={isLit(contact.id, 'direct')}
              d={`M${YOU.x} ${YOU.y}C${YOU.x + 150} ${place.y < HEIGHT / 2 ? -30 : HEIGHT + 30} ${place.x - 190} ${place.y} ${place.x} ${place.y}`}
            />
          ) : (
            mailboxes.map((mailbox) => (
              <path
                key={`${contact.id} ${mailbox.y}`}
                className="path path-far"
                data-lit={isLit(contact.id, 'mailboxes')}
                d={curve(mailbox, place)}
              />
            ))
          );
        })}
        <Node at={YOU} kind="you" label={t('network.paths.you')} />
        {mailboxes.map((mailbox, index) => (
          <Node
            key={status.mailboxes[index]?.address}
            at={mailbox}
            kind={status.mailboxes[index]?.reachable === true ? 'mailbox' : 'mailbox-closed'}
            label={t('network.paths.mailbox', { number: index + 1 })}
          />
        ))}
        {places.map((place, index) => {
          const contact = shown[index];
          if (contact === undefined) return null;
          const kind = contact.online ? 'contact-online' : 'contact';
          return <Node key={contact.id} at={place} kind={kind} label={cutText(contact.name, MAX_NAME)} />;
        })}
      </svg>
      <p className="paths-key">
        <span className="paths-key-direct">{t('network.paths.direct')}</span>
        <span className="paths-key-far">{t('network.paths.through')}</span>
        <span className="paths-key-closed">{t('network.paths.unreachable')}</span>
        {contacts.length > shown.length ? (
          <span>{t('network.paths.more', { count: contacts.length - shown.length })}</span>
        ) : null}
      </p>
      <p className="soft small">{t('network.paths.text')}</p>
    </section>
  );
}

function Node({ at, kind, label }: { readonly at: Point; readonly kind: string; readonly label: string }) {
  return (
    <g className={`node node-${kind}`}>
      <circle cx={at.x} cy={at.y} r={kind === 'you' ? 16 : 11} />
      <text x={at.x} y={at.y + (kind === 'you' ? 34 : 28)} textAnchor="middle">
        {label}
      </text>
    </g>
  );
}
