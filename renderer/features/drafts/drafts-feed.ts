import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector, useClient, useConnectionState } from '#renderer/app/hooks.ts';
import { draftsTold, lossTold, selectAsides, selectLost } from '#renderer/features/composer/composer-slice.ts';
import { selectHoldsUnsaved } from '#renderer/features/drafts/drafts-slice.ts';
import { callFault } from '#renderer/transport/call-fault.ts';
import { follow } from '#renderer/transport/follow.ts';
import { useLeavingGuard } from '#renderer/ui/use-leaving-guard.ts';
import type { DraftsFrameView } from '#shared/contract/schemas.ts';

/** How long after a failure the ledger is asked again, in ms. */
const RETRY = 2_000;

/** Puts what came back beside a draft into the ledger too, until that tells of it. */
function useKeeping(): void {
  const client = useClient();
  const asides = useAppSelector(selectAsides);
  const settled = useRef(new Set<string>());
  useEffect(() => {
    const keep = async () => {
      for (const { id, caseId, kind, text, attachments, addressing } of asides) {
        if (settled.current.has(id)) continue;
        const [error] = await safe(client.drafts.keepAside({ id, caseId, kind, text, attachments, addressing }));
        const code = error === null ? null : callFault(error).code;
        // What is refused stays in this window alone.
        if (code !== 'unreachable' && code !== 'unavailable') settled.current.add(id);
      }
    };
    if (asides.length === 0) return;
    void keep();
    const timer = setInterval(() => void keep(), RETRY);
    return () => clearInterval(timer);
  }, [asides, client]);
}

/** Tells whose words went with an erased person, until they took notice: the words were there a moment ago. */
function useTellingLoss(): void {
  const { t } = useTranslation('drafts');
  const dispatch = useAppDispatch();
  const lost = useAppSelector(selectLost);
  useEffect(() => {
    for (const caseId of lost) {
      notifications.show({ id: `lost ${caseId}`, color: 'red', role: 'alert', autoClose: false, message: t('lost') });
      dispatch(lossTold({ caseId }));
    }
  }, [lost, dispatch, t]);
}

/**
 * Follows one's drafts, so that each window has what was written in any of them. It draws nothing: with what it keeps,
 * nothing else is drawn anew.
 */
export function DraftsFeed() {
  const client = useClient();
  const dispatch = useAppDispatch();
  useKeeping();
  useTellingLoss();
  const connected = useConnectionState() === 'open';
  // Over a connection that is open they are saved as the page is left.
  useLeavingGuard(useAppSelector(selectHoldsUnsaved) && !connected);
  useEffect(
    () =>
      follow(
        (signal) => client.drafts.follow(undefined, { signal }),
        (frame: DraftsFrameView) => dispatch(draftsTold(frame)),
      ),
    [client, dispatch],
  );
  return null;
}
