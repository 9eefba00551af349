/** Was der Peer in diesem Tab tut. */

import type { network as original } from '../en/network.ts';
import type { TranslationOf } from '../message.ts';

export const network: TranslationOf<typeof original> = {
  'network.title': 'Netz',
  'network.text': 'Dieser Tab ist ein Peer. Hier steht, womit er verbunden ist und wie Nachrichten reisen.',
  'network.paths': 'Wege der Nachrichten',
  'network.paths.text': 'Linien leuchten auf, wenn eine Nachricht hindurchgeht. Nichts davon verlässt diesen Tab.',
  'network.paths.you': 'Du',
  'network.paths.mailbox': 'Briefkasten {number}',
  'network.paths.describe': 'Du, {mailboxes} Briefkästen und {contacts} Kontakte. Direkte Verbindungen: {direct}.',
  'network.paths.direct': 'Direkt',
  'network.paths.through': 'Über Briefkästen',
  'network.paths.unreachable': 'Nicht erreichbar',
  'network.paths.more': { one: 'und {count} weiterer', other: 'und {count} weitere' },
  'network.direct': 'Direkte Peers',
  'network.direct.text': {
    one: '{count} Gerät eines Kontakts ist mit diesem Tab verbunden.',
    other: '{count} Geräte von Kontakten sind mit diesem Tab verbunden.',
  },
  'network.mailboxes': 'Briefkästen',
  'network.mailboxes.none':
    'Dieses Konto hat keinen Briefkasten: Andere erreichen dich nur, solange dieser Tab offen ist.',
  'network.mailbox.reachable': 'Erreichbar',
  'network.mailbox.unreachable': 'Nicht erreichbar',
  'network.outbox': 'Unterwegs',
  'network.outbox.pending': 'warten aufs Senden',
  'network.outbox.custody': 'bei Briefkästen verwahrt',
  'network.outbox.text': 'Versiegelte Umschläge, einer je Gerät und Nachricht.',
  'network.clock': 'Uhr',
  'network.clock.agrees': 'Stimmt mit den Briefkästen überein',
  'network.clock.behind': '{minutes} Min. hinter den Briefkästen',
  'network.clock.ahead': '{minutes} Min. vor den Briefkästen',
  'network.listening': 'Adressen dieses Tabs',
  'network.listening.none': 'Keine: Ein Tab kann andere anwählen und ist über Relais erreichbar.',
  'network.peer': 'Peer-Nummer',
  'network.last-error': 'Letzter Fehler',
  'doctor.title': 'Untersuchung',
  'doctor.ok': 'Gut',
  'doctor.warning': 'Bitte ansehen',
  'doctor.problem': 'Braucht dich',
  'doctor.all-well': 'Alles ist, wie es sein soll.',
  'doctor.mailboxes': 'Briefkästen',
  'doctor.outbox': 'Ausgehende Nachrichten',
  'doctor.clock': 'Uhr',
  'doctor.keys': 'Schlüssel',
  'doctor.recovery-words': 'Wiederherstellungswörter',
  'doctor.direct': 'Direkte Verbindungen',
  'doctor.mailboxes.ok': 'Deine Briefkästen sind erreichbar.',
  'doctor.mailboxes.warning': 'Weniger Briefkästen als nötig sind erreichbar. Post kann warten; verloren geht nichts.',
  'doctor.mailboxes.problem': 'Keiner deiner Briefkästen ist erreichbar. Sieh nach der Netzverbindung.',
  'doctor.mailboxes.none':
    'Dieses Konto hat keinen Briefkasten. Andere können dir nur schreiben, solange dieser Tab offen ist.',
  'doctor.outbox.ok': 'Nichts wartet aufs Senden.',
  'doctor.outbox.warning':
    'Nachrichten warten. Sie gehen hinaus, sobald ein Briefkasten des Empfängers erreichbar ist.',
  'doctor.clock.ok': 'Stimmt mit den Briefkästen überein.',
  'doctor.clock.warning':
    'Die Uhr dieses Geräts geht falsch. Nachrichten kommen trotzdem an; die gezeigten Zeiten stimmen nicht. Stell die Uhr des Geräts.',
  'doctor.keys.ok': 'Veröffentlicht und frisch.',
  'doctor.keys.warning': 'Schlüssel einiger Kontakte konnten noch nicht geholt werden. Nachrichten an sie warten.',
  'doctor.keys.problem':
    'Deine veröffentlichten Schlüssel sind abgelaufen. Lass diesen Tab offen, während ein Briefkasten erreichbar ist.',
  'doctor.recovery-words.ok': 'Dieses Gerät bewahrt sie nicht auf.',
  'doctor.recovery-words.warning':
    'Sie sind noch auf diesem Gerät. Schreib sie auf Papier und bestätige das in den Einstellungen.',
  'doctor.direct.ok': 'Wie es sein soll.',
  'doctor.other': 'Dazu weiß diese Version nichts zu sagen.',
};
