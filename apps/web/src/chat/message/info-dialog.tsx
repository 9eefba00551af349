/** All that is known of one message: how far it came, what each device and mailbox did, and when (specs/08 §7). */
import type { DeviceDelivery, MessageInfo, MessageView } from '@sotto/client';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Problem } from '../../components/problem.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import type { Translator } from '../../i18n/translator.ts';
import { useClient } from '../../state/application.ts';
import { useAction } from '../../state/use-action.ts';
import { useClientValue } from '../../state/use-client-value.ts';
import { EffectList } from './effect-list.tsx';
import { failureText } from './failure-text.ts';
import './info-dialog.css';
import { Ladder } from './ladder.tsx';
import { isFailed } from './message-actions.ts';

export interface InfoDialogProps {
  readonly message: MessageView;
  readonly name: string;
  readonly onClose: () => void;
}

export function InfoDialog({ message, name, onClose }: InfoDialogProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const { id, state, failure, waits, direction } = message;
  const info = useClientValue((client) => client.messageInfo(id), ['message-state', 'message-changed'], [id, state]);
  const isOurs = direction === 'out';
  return (
    <Dialog isOpen onClose={onClose} title={t(isOurs ? 'delivery.title' : 'info.title')}>
      {isOurs ? (
        <>
          <p className="evidence-text">{t(`delivery.${state}.text`, { name })}</p>
          {waits === undefined ? null : <p className="evidence-text">{t(`waits.${waits.reason}`, { name })}</p>}
          {state === 'failed' && failure !== undefined ? (
            <p className="evidence-reason">{t('delivery.reason', { reason: failureText(failure, i18n) })}</p>
          ) : null}
          <Ladder message={message} name={name} />
          {isFailed(message) ? <Retry message={message} /> : null}
          {info === undefined ? null : <Devices info={info} />}
        </>
      ) : null}
      <EffectList message={message} />
      <Facts message={message} info={info} />
    </Dialog>
  );
}

function Devices({ info: { devices, message } }: { readonly info: MessageInfo }) {
  const { t } = useI18n();
  if (devices.length === 0) {
    const isOver = message.state === 'delivered' || message.state === 'read';
    return isOver ? <p className="evidence-text">{t('info.evidence.gone')}</p> : null;
  }
  return (
    <section className="evidence-part">
      <h3>{t('info.devices')}</h3>
      {devices.map((device) => (
        <Device key={device.device} device={device} />
      ))}
    </section>
  );
}

/** As much of a device id as tells two devices of one person apart. */
const DEVICE_DIGITS = 8;

function Device({
  device: { device, status, failure, attempts, nextAttemptAtMs, custody },
}: {
  readonly device: DeviceDelivery;
}) {
  const i18n = useI18n();
  const { t, dateTime } = i18n;
  return (
    <div className="device-evidence">
      <div className="device-evidence-head">
        <span>{t('info.device', { device: device.slice(0, DEVICE_DIGITS) })}</span>
        <span>{t('info.attempts', { count: attempts })}</span>
      </div>
      <p>
        {status === 'pending' && nextAttemptAtMs !== undefined
          ? t('info.device.pending.next', { time: dateTime(nextAttemptAtMs) })
          : t(`info.device.${status}`)}
        {failure === undefined ? null : ` · ${failureText(failure, i18n)}`}
      </p>
      {custody.length === 0 ? null : (
        <ul>
          {custody.map(({ mailbox, untilMs }) => (
            <li key={mailbox} className="receipt">
              <span>{t('info.receipt', { time: dateTime(untilMs) })}</span>
              <code dir="ltr">{mailbox}</code>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Facts({ message, info }: { readonly message: MessageView; readonly info: MessageInfo | undefined }) {
  const i18n = useI18n();
  return (
    <dl className="message-facts">
      {factsOf(message, info, i18n).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function factsOf(
  { sentAtMs, edited, expiresAtMs, direction, state }: MessageView,
  info: MessageInfo | undefined,
  { t, dateTime, number }: Translator,
): readonly (readonly [name: string, value: string])[] {
  const isUnseen = direction === 'in' && state !== 'read';
  return [
    [t('info.written'), dateTime(sentAtMs)],
    ...(info === undefined ? [] : [[t('info.stored'), dateTime(info.storedAtMs)] as const]),
    ...(edited === undefined ? [] : [[t('info.edited'), dateTime(edited.atMs)] as const]),
    ...(expiresAtMs === undefined
      ? []
      : [
          [
            t('info.disappears'),
            `${dateTime(expiresAtMs)}${isUnseen ? ` (${t('info.disappears.unseen')})` : ''}`,
          ] as const,
        ]),
    ...(info?.from === undefined
      ? []
      : ([
          [t('info.from'), info.from.device.slice(0, DEVICE_DIGITS)],
          [t('info.number'), number(info.from.sequence)],
        ] as const)),
  ];
}

function Retry({ message }: { readonly message: MessageView }) {
  const { t } = useI18n();
  const client = useClient();
  const retry = useAction(async () => {
    await client.retry(message.id);
  });
  return (
    <>
      <Button kind="primary" isBusy={retry.isBusy} onPress={() => retry.run()}>
        {t('delivery.retry')}
      </Button>
      <Problem error={retry.failure} />
    </>
  );
}
