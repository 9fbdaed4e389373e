import { Alert, Button, CloseButton, Drawer, NumberInput, Radio, Textarea, TextInput } from '@mantine/core';
import { ORPCError, safe } from '@orpc/client';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/admin/admin.module.css';
import { ChatFormFields } from '#renderer/features/admin/chat-form-fields.tsx';
import { ChatIdentityFields } from '#renderer/features/admin/chat-identity-fields.tsx';
import { chatWishOf, originLines, type TypedChat, typedChat } from '#renderer/features/admin/chat-typed.ts';
import { focusHere } from '#renderer/ui/focus-here.ts';
import { type ChatFrame, chatFaults } from '#shared/contract/channel-schemas.ts';
import { chatOffline } from '#shared/desk/chat-form.ts';

/** By place, in the code of what is wrong there; null where the call failed for another reason. */
function faultsOf(cause: unknown): Readonly<Record<string, string>> | null {
  if (!(cause instanceof ORPCError) || cause.code !== 'CHAT_FAULTY') return null;
  const read = chatFaults.safeParse(cause.data);
  return read.success ? Object.fromEntries(read.data.faults.map(({ path, fault }) => [path, fault])) : null;
}

/** The customers' chat under the pen: saved whole and gone by at once, or refused with what is wrong at which field. */
export function ChatDrawer({ frame, onClose }: { readonly frame: ChatFrame; readonly onClose: () => void }) {
  const { t } = useTranslation('chatSettings');
  const client = useClient();
  const [typed, setTyped] = useState(() => typedChat(frame));
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const [told, setTold] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  // The form is longer than the screen: what is wrong, or asked, comes to whoever saves it.
  useEffect(() => {
    if (Object.keys(faults).length > 0 && told !== null) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [faults, told]);
  const change = (next: Partial<TypedChat>, ...mended: readonly string[]) => {
    setTyped({ ...typed, ...next });
    setAsking(false);
    setTold(null);
    setFaults(Object.fromEntries(Object.entries(faults).filter(([place]) => !mended.some((path) => place === path || place.startsWith(`${path}.`)))));
  };
  const worded = (code: string | undefined) => (code === undefined ? null : t(`fault_${code.replaceAll('-', '_')}`));
  const fault = (path: string) => worded(faults[path]);
  const save = async () => {
    setBusy(true);
    const [error] = await safe(client.channels.saveChat({ chat: chatWishOf(typed) }));
    setBusy(false);
    setAsking(false);
    if (error === null) return onClose();
    const found = faultsOf(error);
    setTold(t(found === null ? 'notSaved' : 'faultsAbove'));
    setFaults(found ?? {});
  };
  const removesKey = frame.identity !== null && frame.identity.kind !== typed.identity && (typed.identity === 'none' || typed.key.trim() === '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (frame.identity !== null && typed.identity === 'none' && !asking) setAsking(true);
    else void save();
  };
  const lines = originLines(typed.origins);
  const wrongLines = lines.flatMap((line, index) => (faults[`origins.${index}`] === undefined ? [] : [line.trim()]));
  return (
    <Drawer.Root opened onClose={onClose} position="right" size="lg" transitionProps={{ duration: 0 }} closeOnClickOutside={false}>
      <Drawer.Overlay />
      <Drawer.Content aria-label={t('editing')}>
        <Drawer.Body pt="md">
          <div className={classes.drawerHead}>
            <h2>{t('editing')}</h2>
            <CloseButton aria-label={t('close')} onClick={onClose} />
          </div>
          <form ref={form} className={classes.form} onSubmit={submit} noValidate>
            <TextInput
              label={t('publicOrigin')}
              description={t('publicOriginHint')}
              value={typed.publicOrigin}
              error={fault('publicOrigin')}
              data-autofocus
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => change({ publicOrigin: event.currentTarget.value }, 'publicOrigin')}
            />
            <Textarea
              label={t('origins')}
              description={t('originsHint')}
              value={typed.origins}
              error={wrongLines.length === 0 ? null : t('originsFault', { lines: wrongLines.join(', ') })}
              autosize
              minRows={2}
              maxRows={8}
              spellCheck={false}
              onChange={(event) => change({ origins: event.currentTarget.value }, 'origins')}
            />
            <ChatIdentityFields typed={typed} kept={frame.identity} fault={fault} onChange={change} />
            {removesKey && !asking && (
              <Alert color="orange" role="note">
                {t('keyGoes')}
              </Alert>
            )}
            <ChatFormFields typed={typed} fault={fault} onChange={change} />
            <Radio.Group
              label={t('offline')}
              value={typed.offline}
              onChange={(value) => change({ offline: chatOffline.options.find((one) => one === value) ?? 'open' }, 'offline')}
            >
              <div className={classes.choices}>
                {chatOffline.options.map((one) => (
                  <Radio key={one} value={one} label={t(`offline_${one}`)} />
                ))}
              </div>
            </Radio.Group>
            <NumberInput
              label={t('starts')}
              description={t('startsHint')}
              value={typed.startsAMinute}
              error={fault('startsAMinute')}
              min={1}
              max={100_000}
              // What is out of bounds is said, not put right unseen.
              clampBehavior="none"
              allowDecimal={false}
              thousandSeparator={false}
              onChange={(value) => change({ startsAMinute: value }, 'startsAMinute')}
            />
            {told !== null && (
              <Alert color="red" role="alert">
                {told}
              </Alert>
            )}
            {asking ? (
              <Alert ref={focusHere} color="red" role="alert" title={t('removeTitle')}>
                <p>{t('removeHint')}</p>
                <div className={classes.actions}>
                  <Button data-autofocus size="compact-sm" variant="default" onClick={() => setAsking(false)}>
                    {t('cancel')}
                  </Button>
                  <Button size="compact-sm" color="red.9" type="submit" loading={busy}>
                    {t('removeNow')}
                  </Button>
                </div>
              </Alert>
            ) : (
              <div className={classes.saving}>
                <Button type="submit" loading={busy}>
                  {t('save')}
                </Button>
              </div>
            )}
          </form>
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
