import { Notifications, notifications, notificationsStore, useNotifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import classes from '#renderer/app/toasts.module.css';

/** More than ever stand at a time: none waits unseen for another to go. */
const MOST = 20;

/** Takes away what is told; each is closed by itself, since some wait for that. */
function forgetAll(): void {
  const { notifications: told, queue } = notificationsStore.getState();
  for (const { id } of [...told, ...queue]) if (id !== undefined) notifications.hide(id);
}

/**
 * What was done or refused just now, told in the head of the window, where room is kept for it: it covers nothing that
 * can be pressed and moves nothing. At the foot it lay over the lowest lines of lists and over the replay's buttons. The
 * newest stands in front; a long one opens under the pointer or with the focus. A key leads to it and, once it was
 * answered, back: by Tab alone it would be gone before one is there.
 */
export function Toasts() {
  const { t } = useTranslation('shell');
  const place = useRef<HTMLDivElement>(null);
  const before = useRef<Element | null>(null);
  /** The one that a key led to. */
  const led = useRef<string | null>(null);
  const { notifications: told } = useNotifications();
  // What one person was told is no other's.
  useEffect(() => forgetAll, []);
  const back = () => {
    if (before.current instanceof HTMLElement) before.current.focus();
    [before.current, led.current] = [null, null];
  };
  // One that goes by itself, since there is nothing to undo any more, would take the focus with it.
  useEffect(() => {
    if (led.current !== null && !told.some(({ id }) => id === led.current)) back();
  });
  useCommand({
    id: 'told.show',
    label: t('goTold'),
    group: t('groupGeneral'),
    defaultKey: 'alt+shift+L',
    run: () => {
      const first = [...(place.current?.querySelectorAll<HTMLElement>('.mantine-Notification-root') ?? [])].at(-1)?.querySelector('button');
      if (!first) return;
      if (!place.current?.contains(document.activeElement)) before.current = document.activeElement;
      led.current = told.at(-1)?.id ?? null;
      first.focus();
    },
    enabled: told.length > 0,
  });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the buttons in it are pressed; here it is only heard that one was.
    <div
      ref={place}
      className={classes.place}
      onClick={({ target }) => {
        if (target instanceof Element && target.closest('button')) back();
      }}
      onBlur={({ relatedTarget }) => {
        // Whoever goes on by themselves is not led back later.
        if (relatedTarget !== null && !place.current?.contains(relatedTarget)) [before.current, led.current] = [null, null];
      }}
      onKeyDown={({ key }) => {
        if (key === 'Escape') back();
      }}
    >
      <Notifications
        withinPortal={false}
        position="top-center"
        limit={MOST}
        // Long enough to be read and to be opened.
        autoClose={6_000}
        // Above a dialog too: what it asked for may be refused.
        zIndex={400}
        classNames={{ root: classes.toasts, notification: classes.toast }}
      />
    </div>
  );
}
