import { Badge, Button, CopyButton, Switch } from '@mantine/core';
import { safe } from '@orpc/client';
import { IconCopy, IconPencil, IconPlugConnected } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/admin/admin.module.css';
import own from '#renderer/features/admin/channels.module.css';
import { momentText } from '#renderer/i18n/date-text.ts';
import { channelIcons } from '#renderer/ui/channel-icons.ts';
import type { AccountCheck, ChannelView } from '#shared/contract/channel-schemas.ts';

const colours = { off: 'gray', waiting: 'blue', connected: 'green', fault: 'red' } as const;

interface Props {
  readonly account: ChannelView;
  /** Whether the address is one of this machine alone. */
  readonly isLocal: boolean;
  readonly onEdit: () => void;
}

/** One account: how it is, its address for the platform, and what can be done with it. */
export function ChannelRow({ account, isLocal, onEdit }: Props) {
  const { t, i18n } = useTranslation('channels');
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<AccountCheck | 'failed' | null>(null);
  const { id, name, channel, on, connection, webhook, fromFile } = account;
  /** It calls us and cannot be asked; what comes are calls, not messages. */
  const isPhone = channel === 'phone';
  const Icon = channelIcons[channel];
  const moment = (at: number) => momentText(at, i18n.language, Date.now());
  const reasonOf = (code: string, detail: string) => [t(`fault_${code.replaceAll('-', '_')}`), detail === '' ? '' : `(${detail})`].join(' ').trim();
  const test = async () => {
    setBusy(true);
    setAnswer(null);
    const [error, said] = await safe(client.channels.check({ id }));
    setBusy(false);
    setAnswer(error === null ? said : 'failed');
  };
  const turn = async (next: boolean) => {
    setAnswer(null);
    setBusy(true);
    await safe(client.channels.switch({ id, on: next }));
    setBusy(false);
  };
  const told = () => {
    if (answer === null) return '';
    if (answer === 'failed') return t('notSaved');
    return answer.ok ? t('testOk', { as: answer.as }) : t('testFault', { reason: reasonOf(answer.code, answer.detail) });
  };
  const webhookHint = () => {
    if (isPhone) return t(isLocal ? 'webhookPhoneLocal' : 'webhookPhone');
    return t(isLocal ? 'webhookLocal' : 'webhookHint');
  };
  const last = () => {
    if (connection.lastMessageAt === null) return t(isPhone ? 'noCall' : 'noMessage');
    return t(isPhone ? 'lastCall' : 'lastMessage', { time: moment(connection.lastMessageAt) });
  };
  return (
    <li className={own.channel} aria-label={name}>
      <div className={own.channelHead}>
        <Icon size={20} aria-hidden />
        <strong>
          <bdi>{name}</bdi>
        </strong>
        <span className={classes.quiet}>
          {t(`admin:channel_${channel}`)} · <bdi>{id}</bdi>
        </span>
        <Badge color={colours[connection.state]} variant="light" tt="none" className={own.channelState ?? ''} data-state={connection.state}>
          {t(isPhone && connection.state === 'waiting' ? 'waitingForCall' : `state_${connection.state}`)}
        </Badge>
      </div>
      <p className={classes.plain}>{last()}</p>
      {connection.fault !== null && (
        <p className={classes.fault}>
          {t('lastFault', { time: moment(connection.fault.at), reason: reasonOf(connection.fault.code, connection.fault.detail) })}
        </p>
      )}
      {webhook !== null && (
        <div className={own.webhook}>
          <span className={classes.quiet} id={`hook-${id}`}>
            {t('webhook')}
          </span>
          <code>{webhook}</code>
          <CopyButton value={webhook}>
            {({ copied, copy }) => (
              <Button size="compact-xs" variant="default" leftSection={<IconCopy size={13} aria-hidden />} onClick={copy} aria-describedby={`hook-${id}`}>
                {t(copied ? 'copied' : 'copy')}
              </Button>
            )}
          </CopyButton>
          <span className={classes.quiet}>{webhookHint()}</span>
        </div>
      )}
      <div className={classes.actions}>
        {fromFile && <span className={classes.quiet}>{t('accountFromFile')}</span>}
        {!fromFile && (
          <Switch
            label={t('on')}
            aria-label={t('switch', { name })}
            checked={on}
            disabled={busy}
            onChange={(event) => void turn(event.currentTarget.checked)}
          />
        )}
        {!isPhone && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlugConnected size={15} aria-hidden />}
            loading={busy}
            disabled={!on}
            aria-label={t('testing', { name })}
            onClick={() => void test()}
          >
            {t('test')}
          </Button>
        )}
        {!fromFile && (
          <Button size="compact-sm" variant="default" leftSection={<IconPencil size={15} aria-hidden />} aria-label={t('editing', { name })} onClick={onEdit}>
            {t('edit')}
          </Button>
        )}
        <span role="status" className={classes.plain}>
          {told()}
        </span>
      </div>
    </li>
  );
}
