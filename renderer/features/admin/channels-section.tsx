import { Alert, Button, Loader, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectDemo } from '#renderer/app/desk-slice.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/admin/admin.module.css';
import { ChannelDrawer } from '#renderer/features/admin/channel-drawer.tsx';
import { ChannelRow } from '#renderer/features/admin/channel-row.tsx';
import { PublicAddress } from '#renderer/features/admin/public-address.tsx';
import { useChannels } from '#renderer/features/admin/use-channels.ts';
import { channelIcons } from '#renderer/ui/channel-icons.ts';
import type { AccountChannel } from '#shared/desk/channel-account.ts';

/** Which account is under the pen: one that is there, or a new one. */
type Open = { readonly id: string } | { readonly fresh: AccountChannel } | null;

/** The desk's accounts at providers: how each is, and ways to add, try, change and remove one. */
export function ChannelsSection() {
  const { t } = useTranslation('channels');
  const demo = useAppSelector(selectDemo);
  const frame = useChannels();
  const [open, setOpen] = useState<Open>(null);
  if (frame === null) return <Loader size="sm" role="status" aria-label={t('loading')} />;
  const { accounts, offered, publicUrl, publicUrlFromFile } = frame;
  const account = open !== null && 'id' in open ? (accounts.find(({ id }) => id === open.id) ?? null) : null;
  const fresh = open !== null && 'fresh' in open ? open.fresh : null;
  return (
    <section className={classes.section} aria-labelledby="channels">
      <div className={classes.sectionHead}>
        <h2 id="channels">{t('title')}</h2>
        {offered.length > 0 && (
          <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
            <Menu.Target>
              <Button size="xs" variant="light" leftSection={<IconPlus size={14} aria-hidden />}>
                {t('add')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {offered.map((channel) => {
                const Icon = channelIcons[channel];
                return (
                  <Menu.Item key={channel} leftSection={<Icon size={16} aria-hidden />} onClick={() => setOpen({ fresh: channel })}>
                    {t(`admin:channel_${channel}`)}
                  </Menu.Item>
                );
              })}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      <p className={classes.lead}>{t('lead')}</p>
      {demo && offered.length > 0 && (
        <Alert color="orange" role="note">
          {t('demo')}
        </Alert>
      )}
      {accounts.length === 0 ? (
        <p className={classes.empty}>{t(offered.length === 0 ? 'noneOffered' : 'empty')}</p>
      ) : (
        <ul className={classes.items} aria-label={t('list')}>
          {accounts.map((one) => (
            <ChannelRow key={one.id} account={one} isLocal={publicUrl === null} onEdit={() => setOpen({ id: one.id })} />
          ))}
        </ul>
      )}
      {offered.length > 0 && <PublicAddress key={publicUrl ?? ''} publicUrl={publicUrl} fromFile={publicUrlFromFile} />}
      {(account !== null || fresh !== null) && (
        <ChannelDrawer
          key={account?.id ?? fresh}
          channel={account?.channel ?? fresh ?? 'wechat'}
          account={account}
          taken={accounts.map(({ id }) => id)}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  );
}
