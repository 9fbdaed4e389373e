import { ActionIcon } from '@mantine/core';
import { IconPhoneCall, IconPhonePlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { caseShown } from '#renderer/app/workspace-slice.ts';
import { CallDialog } from '#renderer/features/calls/call-dialog.tsx';
import classes from '#renderer/features/calls/calls.module.css';
import { callNoteAsked, selectNoting } from '#renderer/features/calls/calls-slice.ts';
import { selectRunningCall } from '#renderer/features/routing/routing-slice.ts';
import { useNow } from '#renderer/ui/use-now.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import { may } from '#shared/desk/powers.ts';
import { talkText } from '#shared/lib/time.ts';

/** The running call, from wherever one is: pressing it shows its case. */
function Running({ call, since }: { readonly call: InboxRow; readonly since: number }) {
  const { t } = useTranslation('calls');
  const dispatch = useAppDispatch();
  const now = useNow(1000);
  const show = () => dispatch(caseShown({ caseId: call.id, customer: call.customer }));
  useCommand({ id: 'call.show', label: t('showCall'), group: t('group'), defaultKey: 'alt+L', run: show, enabled: true });
  const who = call.contactName ?? call.preview ?? t('unknown');
  return (
    <button type="button" className={classes.strip} onClick={show} title={t('showCall')}>
      <IconPhoneCall size={16} aria-hidden />
      <span>
        {t('onCall')} <span className={classes.time}>{talkText(now - since)}</span> · <bdi>{who}</bdi>
      </span>
    </button>
  );
}

/** In the head of the window: the way to a new call note, or the call that runs. */
export function CallStrip() {
  const { t } = useTranslation('calls');
  const dispatch = useAppDispatch();
  const role = useAppSelector(selectMe)?.person.role;
  const call = useAppSelector(selectRunningCall);
  const noting = useAppSelector(selectNoting);
  const works = role !== undefined && may(role, 'work');
  const begin = () => dispatch(callNoteAsked(null));
  useCommand({ id: 'call.new', label: t('newNote'), group: t('group'), defaultKey: 'alt+C', run: begin, enabled: works });
  if (!works) return null;
  return (
    <>
      {call?.callSince != null ? (
        <Running call={call} since={call.callSince} />
      ) : (
        <ActionIcon variant="default" size={32} aria-label={t('newNote')} title={t('newNote')} onClick={begin}>
          <IconPhonePlus size={17} />
        </ActionIcon>
      )}
      {noting && <CallDialog key={noting.subject?.customer ?? noting.number} subject={noting.subject} told={noting.number} />}
    </>
  );
}
