import type { onboarding as original } from '../en/onboarding.ts';
import type { TranslationOf } from '../message.ts';

export const onboarding: TranslationOf<typeof original> = {
  'welcome.title': 'Nachrichten, die direkt zum Menschen gehen',
  'welcome.text':
    'Dieser Tab wird zu einem eigenen Teilnehmer. Schlüssel und Verlauf bleiben in ihm; kein Server kann mitlesen, und bei keinem musst du dich anmelden.',
  'welcome.create': 'Konto anlegen',
  'welcome.return': 'Ich habe Wiederherstellungswörter',
  'return.title': 'Mit deinen Wörtern zurückkommen',
  'return.text':
    'Diese Version kann ein Konto noch nicht aus seinen Wiederherstellungswörtern zurückholen. Bewahre die Wörter auf: Sie bleiben gültig, und eine spätere Version nimmt sie an.',
  'return.history': 'Auch dann sind Nachrichten verloren, die nur auf dem verlorenen Gerät waren.',
  'create.title': 'Konto anlegen',
  'create.step': 'Schritt {step} von {of}',
  'create.name': 'Dein Name',
  'create.name.hint': 'Ihn sehen alle, denen du schreibst.',
  'create.name.missing': 'Wähle einen Namen.',
  'create.name.long': 'Das ist zu lang: {count} Zeichen zu viel.',
  'create.passphrase': 'Passphrase',
  'create.passphrase.hint': 'Sie sperrt das Konto in diesem Browser. Niemand kann sie zurücksetzen.',
  'create.submit': 'Konto anlegen',
  'create.busy': 'Deine Schlüssel entstehen …',
  'create.busy.text':
    'Sie zu sperren kostet etwa eine Sekunde harte Arbeit. Das ist Absicht: Genau das macht Raten teuer.',
  'create.replacing':
    'Das neue Konto ist ein anderes: Deine Kontakte kennen es nicht, und das verlorene kommt nicht zurück.',
  'passphrase.show': 'Passphrase zeigen',
  'passphrase.hide': 'Passphrase verbergen',
  'passphrase.too-short': 'Zu kurz: mindestens {count} Zeichen',
  'passphrase.weak': 'Schwach: Fünf Wörter ohne Zusammenhang merkt man sich leicht und errät man schwer',
  'passphrase.fair': 'Ordentlich: Noch ein Wort macht sie stark',
  'passphrase.strong': 'Stark',
  'passphrase.strength': 'Stärke der Passphrase',
  'passphrase.long': 'Zu lang',
  'words.title': 'Deine Wiederherstellungswörter',
  'words.text':
    'Schreibe diese {count} Wörter in dieser Reihenfolge auf Papier. Wer sie hat, dem gehört das Konto; ohne sie ist ein verlorenes Gerät ein verlorenes Konto.',
  'words.list': 'Wiederherstellungswörter',
  'words.written': 'Ich habe sie aufgeschrieben',
  'words.later': 'Später',
  'words.later.note': 'Sie bleiben hier, mit deiner Passphrase gesperrt, bis du sie bestätigst.',
  'words.check.title': 'Hast du sie?',
  'words.check.text': 'Tippe diese drei von deinem Papier ab. Danach werden die Wörter hier gelöscht.',
  'words.check.word': 'Wort {number}',
  'words.check.wrong': 'Nicht das Wort, das dort steht',
  'words.check.submit': 'Bestätigen',
  'words.check.again': 'Wörter noch einmal ansehen',
  'unlock.title': 'Willkommen zurück',
  'unlock.text': 'Dein Konto ist in diesem Browser gesperrt.',
  'unlock.passphrase': 'Passphrase',
  'unlock.submit': 'Entsperren',
  'unlock.busy': 'Die Passphrase wird geprüft …',
  'unlock.passkey': 'Mit Passkey entsperren',
  'unlock.forgot': 'Passphrase vergessen?',
  'unlock.forgot.text':
    'Zurücksetzen geht nicht: Die Passphrase ist das Schloss selbst. Nur deine Wiederherstellungswörter führen zum Konto zurück, in einer Version, die sie annimmt.',
  'lost.title': 'Die Daten deines Kontos sind fort',
  'lost.text':
    'In diesem Browser war ein Konto, und der Browser hat seine Daten gelöscht. Das tun Browser, wenn der Platz ausgeht, wenn Websitedaten gelöscht werden oder wenn du lange nicht hier warst.',
  'lost.what.account':
    'Dein Konto gibt es noch. Deine Wiederherstellungswörter führen dorthin zurück, in einer Version, die sie annimmt; diese kann es noch nicht.',
  'lost.what.messages':
    'Nachrichten, die nur hier waren, sind fort. Was Postfächer für dich halten, bleibt dort, bis es abläuft.',
  'lost.what.contacts': 'Nichts wurde an seiner Stelle angelegt. Deinen Kontakten wird niemand anderes als du gezeigt.',
  'lost.device': 'Gerät, das hier war: {device}',
  'lost.anew': 'Stattdessen ein neues Konto anlegen',
  'lost.keep': 'Zurück',
};
