import { Notifications, notifications, notificationsStore } from '@mantine/notifications';
import { useEffect } from 'react';
import classes from '#renderer/app/toasts.module.css';

/** More than ever stand at a time: none waits unseen for another to go. */
const MOST = 20;

/** Takes away what is told; each is closed by itself, since some wait for that. */
function forgetAll(): void {
  for (const { id } of notificationsStore.getState().notifications) if (id !== undefined) notifications.hide(id);
}

/**
 * What was done or refused just now, told in the head of the window, where room is kept for it: it covers nothing that
 * can be pressed and moves nothing. At the foot it lay over the lowest lines of lists and over the replay's buttons. The
 * newest stands in front; a long one opens under the pointer or with the focus.
 */
export function Toasts() {
  // What one person was told is no other's.
  useEffect(() => forgetAll, []);
  return (
    <div className={classes.place}>
      <Notifications
        withinPortal={false}
        position="top-center"
        limit={MOST}
        // Above a dialog too: what it asked for may be refused.
        zIndex={400}
        classNames={{ root: classes.toasts, notification: classes.toast }}
      />
    </div>
  );
}
