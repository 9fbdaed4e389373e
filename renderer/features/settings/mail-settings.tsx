import { Button, TextInput } from '@mantine/core';
import { safe } from '@orpc/client';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { selectSettingsPart, settingsFound } from '#renderer/app/workspace-slice.ts';
import { selectMail } from '#renderer/features/mail/mail-slice.ts';
import classes from '#renderer/features/settings/settings.module.css';
import { asideText } from '#renderer/i18n/aside-text.ts';
import { momentText } from '#renderer/i18n/date-text.ts';
import { mailSettings, type MailSettings as Settings } from '#shared/contract/mail-schemas.ts';
import type { Instant } from '#shared/lib/time.ts';

type Form = Readonly<Record<'name' | 'address' | 'watchFolder' | 'exportFolder', string>>;
type Told = { readonly place: keyof Form | 'all'; readonly code: string } | null;
interface Aside {
  readonly from: string;
  readonly fault: string;
  readonly at: Instant;
}

const formOf = ({ own, watchFolder, exportFolder }: Settings): Form => ({
  name: own[0]?.name ?? '',
  address: own[0]?.address ?? '',
  watchFolder: watchFolder ?? '',
  exportFolder: exportFolder ?? '',
});

/** Where it lay and why it was not taken, in words; a line that says neither is shown as it is. */
function Why({ fault }: { readonly fault: string }) {
  const { t } = useTranslation('mail');
  const told = asideText(t, fault);
  if (told === null) return <bdi>{fault}</bdi>;
  return (
    <>
      <bdi>{told.place}</bdi>: {told.why} (<bdi>{told.detail}</bdi>)
    </>
  );
}

/** What was not taken in, newest first; fetched when somebody looks. */
function KeptAside() {
  const { t, i18n } = useTranslation('mail');
  const client = useClient();
  const [kept, setKept] = useState<readonly Aside[] | null>(null);
  const look = () => void safe(client.mail.keptAside()).then(([error, list]) => !error && setKept(list));
  return (
    <details className={classes.about} onToggle={(event) => event.currentTarget.open && look()}>
      <summary>{t('keptAside')}</summary>
      {kept?.length === 0 && <p>{t('keptAsideNone')}</p>}
      <ul>
        {kept?.map(({ fault, at }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: fetched whole each time.
          <li key={index}>
            {momentText(at, i18n.language, Date.now())} · <Why fault={fault} />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Where mails come from and answers go, for the whole desk; kept when Save is pressed, refused with the place and the reason. */
export function MailSettings() {
  const { t } = useTranslation('mail');
  const client = useClient();
  const state = useAppSelector(selectMail);
  const [kept, setKept] = useState<Settings | null>(null);
  const [form, setForm] = useState<Form | null>(null);
  const [told, setTold] = useState<Told>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    let wanted = true;
    void safe(client.mail.settings()).then(([error, settings]) => {
      if (!wanted || error) return;
      setKept(settings);
      setForm(formOf(settings));
    });
    return () => {
      wanted = false;
    };
  }, [client]);
  const dispatch = useAppDispatch();
  const isSought = useAppSelector(selectSettingsPart) === 'settings-mail';
  const heading = useRef<HTMLHeadingElement>(null);
  const there = form !== null;
  useEffect(() => {
    if (!isSought || !there) return;
    heading.current?.scrollIntoView();
    heading.current?.focus({ preventScroll: true });
    dispatch(settingsFound());
  }, [isSought, there, dispatch]);
  if (kept === null || form === null) return null;
  const save = async () => {
    const { name, address, watchFolder, exportFolder } = form;
    const first = address.trim() === '' ? [] : [{ name, address }];
    const wish = mailSettings.safeParse({
      own: [...first, ...kept.own.slice(1)],
      watchFolder: watchFolder.trim() || null,
      exportFolder: exportFolder.trim() || null,
    });
    if (!wish.success) return setTold({ place: 'address', code: 'bad-address' });
    setBusy(true);
    const [error, saved] = await safe(client.mail.saveSettings(wish.data));
    setBusy(false);
    if (!error) {
      setKept(saved);
      // What was typed meanwhile stays.
      setForm((now) => (now === form ? formOf(saved) : now));
      return setTold({ place: 'all', code: 'saved' });
    }
    const data = 'data' in error ? (error.data as { readonly place?: keyof Form; readonly fault?: string } | undefined) : undefined;
    setTold(data?.place && data.fault ? { place: data.place, code: data.fault } : { place: 'all', code: 'not-saved' });
  };
  const field = (place: keyof Form) => ({
    label: t(`set_${place}`),
    description: t(`set_${place}Hint`),
    value: form[place],
    error: told?.place === place ? t(`folder_${told.code.replaceAll('-', '_')}`) : null,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => {
      setForm({ ...form, [place]: event.currentTarget.value });
      setTold(null);
    },
    autoComplete: 'off',
    spellCheck: false,
  });
  return (
    <section className={classes.section} aria-labelledby="settings-mail">
      <h2 id="settings-mail" ref={heading} tabIndex={-1}>
        {t('settings')}
      </h2>
      <TextInput {...field('name')} />
      <TextInput {...field('address')} />
      <TextInput {...field('exportFolder')} />
      <TextInput {...field('watchFolder')} />
      <p className={classes.about} role="status">
        {state?.watch ? t(`watch_${state.watch.state.replaceAll('-', '_')}`) : t('watch_none')}
      </p>
      <div className={classes.choices}>
        <Button size="sm" loading={busy} onClick={() => void save()}>
          {t('save')}
        </Button>
        <span role="status" className={classes.told} data-told={told?.code}>
          {told?.place === 'all' ? t(told.code === 'saved' ? 'saved' : 'notSaved') : ''}
        </span>
      </div>
      <KeptAside />
    </section>
  );
}
