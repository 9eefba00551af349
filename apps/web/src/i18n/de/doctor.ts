/** Was die Untersuchung findet, und was zu tun ist. */

import type { doctor as original } from '../en/doctor.ts';
import type { TranslationOf } from '../message.ts';

export const doctor: TranslationOf<typeof original> = {
  'doctor.title': 'Untersuchung',
  'doctor.ok': 'Gut',
  'doctor.warning': 'Bitte ansehen',
  'doctor.problem': 'Braucht dich',
  'doctor.all-well': 'Alles ist, wie es sein soll.',
  'doctor.mailboxes': 'Briefkästen',
  'doctor.outbox': 'Ausgehende Nachrichten',
  'doctor.clock': 'Uhr',
  'doctor.keys': 'Deine Schlüssel',
  'doctor.contact-keys': 'Schlüssel der Kontakte',
  'doctor.recovery-words': 'Wiederherstellungswörter',
  'doctor.storage': 'Speicher',
  'doctor.direct': 'Direkte Verbindungen',
  'doctor.relay': 'Relais',
  'doctor.webrtc': 'WebRTC',
  'doctor.mailboxes-ok': {
    one: 'Dein Briefkasten ist erreichbar.',
    other: 'Alle {count} Briefkästen sind erreichbar.',
  },
  'doctor.mailboxes-untried': 'Noch nicht versucht.',
  'doctor.no-way-in':
    'Dieses Konto hat keinen Briefkasten, und direkte Verbindungen sind aus: Niemand kann dir schreiben.',
  'doctor.no-mailbox':
    'Dieses Konto hat keinen Briefkasten. Andere können dir nur schreiben, solange dieser Tab offen ist.',
  'doctor.mailbox-unreachable': '{reachable} von {total} Briefkästen sind erreichbar. Das reicht.',
  'doctor.mailboxes-below-quorum':
    'Nur {reachable} von {total} Briefkästen sind erreichbar, nötig sind {quorum}. Post kann warten.',
  'doctor.mailboxes-unreachable': 'Keiner deiner Briefkästen ist erreichbar.',
  'doctor.outbox-empty': 'Nichts wartet aufs Senden.',
  'doctor.outbox-waiting': {
    one: '{count} Nachricht ist auf dem Weg hinaus.',
    other: '{count} Nachrichten sind auf dem Weg hinaus.',
  },
  'doctor.outbox-below-quorum': {
    one: 'Zu wenige Briefkästen haben {count} Nachricht angenommen. Mindestens einer verwahrt sie.',
    other: 'Zu wenige Briefkästen haben {count} Nachrichten angenommen. Mindestens einer verwahrt jede.',
  },
  'doctor.outbox-stuck': {
    one: '{count} Nachricht wartet seit zehn Minuten oder länger.',
    other: '{count} Nachrichten warten, manche seit zehn Minuten oder länger.',
  },
  'doctor.clock-agrees': 'Stimmt mit den Briefkästen überein.',
  'doctor.clock-unknown': 'Noch nicht verglichen.',
  'doctor.clock-behind':
    'Dieses Gerät geht {minutes} Minuten nach. Nachrichten kommen an; die gezeigten Zeiten stimmen nicht.',
  'doctor.clock-ahead':
    'Dieses Gerät geht {minutes} Minuten vor. Nachrichten kommen an; die gezeigten Zeiten stimmen nicht.',
  'doctor.keys-ok': 'Frisch.',
  'doctor.keys-old': 'Deine veröffentlichten Schlüssel sind {days} Tage alt.',
  'doctor.keys-unpublished': 'Kein Briefkasten hat deine Schlüssel angenommen. Niemand Neues kann dir schreiben.',
  'doctor.keys-expired': 'Deine veröffentlichten Schlüssel sind abgelaufen. Niemand Neues kann dir schreiben.',
  'doctor.contact-keys-ok': 'Alle sind da.',
  'doctor.contact-keys-missing': {
    one: 'Die Schlüssel von {count} Kontakt konnten noch nicht geholt werden. Nachrichten dorthin warten.',
    other: 'Die Schlüssel von {count} Kontakten konnten noch nicht geholt werden. Nachrichten dorthin warten.',
  },
  'doctor.words-confirmed': 'Dieses Gerät bewahrt sie nicht auf.',
  'doctor.words-kept': 'Sie sind noch auf diesem Gerät.',
  'doctor.storage-ok': 'Bleibt erhalten und wird nicht ohne dich gelöscht.',
  'doctor.storage-evictable': 'Der Browser darf dieses Konto löschen, wenn er Platz braucht.',
  'doctor.storage-low': 'Nur {megabytes} MB sind frei.',
  'doctor.storage-full': 'Nur {megabytes} MB sind frei. Neue Nachrichten gehen vielleicht verloren.',
  'doctor.storage-in-memory': 'Dieses Fenster bewahrt nichts auf. Das Konto endet mit ihm.',
  'doctor.direct-listening': { one: '{count} ist offen.', other: '{count} sind offen.' },
  'doctor.direct-dial-only': { one: '{count} ist offen.', other: '{count} sind offen.' },
  'doctor.direct-off': 'Aus, wie du gewählt hast.',
  'doctor.direct-only-relayed': 'Jede direkte Verbindung läuft über ein Relais.',
  'doctor.relay-ok': 'Kontakte in anderen Tabs finden dich.',
  'doctor.relay-untried': 'Noch nicht gefragt.',
  'doctor.no-relay': 'Es gibt keins. Kontakte in anderen Tabs können sich nicht direkt mit dir verbinden.',
  'doctor.relay-unreachable':
    'Keins ist erreichbar. Kontakte in anderen Tabs können sich nicht direkt mit dir verbinden.',
  'doctor.webrtc-ok': 'Dieser Browser kann sich mit anderen Tabs verbinden.',
  'doctor.webrtc-unavailable': 'Dieser Browser bietet es nicht. Tabs können sich nicht direkt verbinden.',
  'doctor.fix.no-way-in':
    'Schalte „Nur über Briefkästen“ in den Einstellungen aus, oder leg ein Konto mit Briefkästen an.',
  'doctor.fix.no-mailbox': 'Leg beim nächsten Konto Briefkästen an. Lass bis dahin diesen Tab offen.',
  'doctor.fix.mailbox-unreachable':
    'Jetzt ist nichts zu tun. Bleibt es tagelang so, frag, wer den Briefkasten betreibt.',
  'doctor.fix.mailboxes-below-quorum': 'Sieh nach der Netzverbindung oder frag, wer die Briefkästen betreibt.',
  'doctor.fix.mailboxes-unreachable':
    'Sieh nach der Netzverbindung. Es wird von selbst wieder versucht, verloren geht nichts.',
  'doctor.fix.outbox-below-quorum': 'Lass diesen Tab offen: Die anderen Briefkästen werden von selbst wieder versucht.',
  'doctor.fix.outbox-stuck':
    'Lass diesen Tab offen. Es geht hinaus, sobald ein Briefkasten des Empfängers antwortet; der Grund steht unten.',
  'doctor.fix.clock-behind': 'Stell die Uhr dieses Geräts.',
  'doctor.fix.clock-ahead': 'Stell die Uhr dieses Geräts.',
  'doctor.fix.keys-old': 'Lass diesen Tab offen, während ein Briefkasten erreichbar ist: Neue werden veröffentlicht.',
  'doctor.fix.keys-unpublished':
    'Lass diesen Tab offen: Es wird wieder versucht. Bleibt es so, frag, wer den Briefkasten betreibt.',
  'doctor.fix.keys-expired': 'Lass diesen Tab offen, während ein Briefkasten erreichbar ist.',
  'doctor.fix.contact-keys-missing': 'Sie kommen, sobald der Kontakt online war. Oder bitte um einen neuen Link.',
  'doctor.fix.words-kept': 'Schreib sie auf Papier und bestätige das in den Einstellungen.',
  'doctor.fix.storage-evictable': 'Bitte den Browser in den Einstellungen, die Daten zu behalten.',
  'doctor.fix.storage-low':
    'Schaff Platz auf diesem Gerät oder lösche, was andere Seiten in diesem Browser aufbewahren.',
  'doctor.fix.storage-full': 'Schaff jetzt Platz auf diesem Gerät. Was Briefkästen verwahren, wartet dort.',
  'doctor.fix.storage-in-memory': 'Öffne Sotto in einem gewöhnlichen Fenster des Browsers.',
  'doctor.fix.direct-only-relayed':
    'Ein anderes Netz erlaubt vielleicht direkte Verbindungen. Lesen kann ein Relais nichts.',
  'doctor.fix.no-relay':
    'Öffne Sotto von einem Knoten, der eins anbietet. Bis dahin gehen Nachrichten über Briefkästen.',
  'doctor.fix.relay-unreachable': 'Es wird von selbst wieder versucht. Bis dahin gehen Nachrichten über Briefkästen.',
  'doctor.fix.webrtc-unavailable':
    'Erlaube WebRTC in den Einstellungen des Browsers. Bis dahin gehen Nachrichten über Briefkästen.',
};
