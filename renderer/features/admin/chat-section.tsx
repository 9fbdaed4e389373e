import { Alert, Button, CopyButton, Loader } from '@mantine/core';
import { IconCopy, IconPencil } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/admin/admin.module.css';
import own from '#renderer/features/admin/channels.module.css';
import { ChatDrawer } from '#renderer/features/admin/chat-drawer.tsx';
import { follow } from '#renderer/transport/follow.ts';
import type { ChatFrame } from '#shared/contract/channel-schemas.ts';

/** The chat's settings for as long as they are on the screen; null before the first word. */
function useChatSettings(): ChatFrame | null {
  const client = useClient();
  const [frame, setFrame] = useState<ChatFrame | null>(null);
  useEffect(
    () =>
      follow(
        (signal) => client.channels.followChat(undefined, { signal }),
        (next: ChatFrame) => setFrame(next),
      ),
    [client],
  );
  return frame;
}

/** What was decided, a line each. */
function Decided({ frame }: { readonly frame: ChatFrame }) {
  const { t } = useTranslation('chatSettings');
  const { publicOrigin, origins, identity, form, offline, startsAMinute } = frame;
  const fields = (form?.fields ?? []).map(({ field, required }) => t(required ? 'fieldNeeded' : 'fieldOptional', { field: t(`field_${field}`) }));
  const lines: readonly (readonly [name: string, said: string])[] = [
    [t('publicOrigin'), publicOrigin ?? t('thisMachine')],
    [t('origins'), origins.length === 0 ? t('noOrigins') : origins.join(', ')],
    [
      t('identity'),
      identity === null
        ? t('identity_none')
        : `${t(`identity_${identity.kind.replaceAll('-', '_')}`)} · ${identity.issuer} → ${identity.audience} · ${t(identity.strangers ? 'strangersToo' : 'noStrangers')}`,
    ],
    [t('form'), fields.length === 0 ? t('nothingAsked') : fields.join(', ')],
    [t('offline'), t(`offline_${offline}`)],
    [t('starts'), t('startsOf', { count: startsAMinute })],
  ];
  return (
    <dl className={own.decided}>
      {lines.map(([name, said]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <bdi>{said}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The one tag that a site needs. */
function ScriptTag({ address, origins }: { readonly address: string; readonly origins: number }) {
  const { t } = useTranslation('chatSettings');
  const tag = `<script src="${address}/widget.js" async></script>`;
  return (
    <div className={own.webhook}>
      <span className={classes.quiet} id="chat-tag">
        {t('tag')}
      </span>
      <code>{tag}</code>
      <CopyButton value={tag}>
        {({ copied, copy }) => (
          <Button size="compact-xs" variant="default" leftSection={<IconCopy size={13} aria-hidden />} onClick={copy} aria-describedby="chat-tag">
            {t(copied ? 'copied' : 'copyTag')}
          </Button>
        )}
      </CopyButton>
      <span className={classes.quiet}>{t(origins === 0 ? 'tagNoOrigin' : 'tagHint')}</span>
    </div>
  );
}

/** The customers' own chat: what is decided of it, the tag for other sites, and the way to change it. */
export function ChatSection() {
  const { t } = useTranslation('chatSettings');
  const frame = useChatSettings();
  const [open, setOpen] = useState(false);
  if (frame === null) return <Loader size="sm" role="status" aria-label={t('loading')} />;
  const { served, fromFile, unreadable, address } = frame;
  return (
    <section className={classes.section} aria-labelledby="chat-settings">
      <div className={classes.sectionHead}>
        <h2 id="chat-settings">{t('title')}</h2>
        {served && !fromFile && (
          <Button size="xs" variant="light" leftSection={<IconPencil size={14} aria-hidden />} onClick={() => setOpen(true)}>
            {t('edit')}
          </Button>
        )}
      </div>
      {!fromFile && <p className={classes.lead}>{t(served ? 'lead' : 'notServed')}</p>}
      {fromFile && (
        <Alert color="blue" role="note">
          {t('fromFile')}
        </Alert>
      )}
      {unreadable && (
        <Alert color="red" role="alert">
          {t('unreadable')}
        </Alert>
      )}
      {served && (
        <div className={own.channel}>
          <Decided frame={frame} />
          {address !== null && <ScriptTag address={address} origins={frame.origins.length} />}
        </div>
      )}
      {open && <ChatDrawer frame={frame} onClose={() => setOpen(false)} />}
    </section>
  );
}
