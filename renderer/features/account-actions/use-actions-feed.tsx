import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { caseShown } from '#renderer/app/workspace-slice.ts';
import { approvalsLost, approvalsSeen } from '#renderer/features/account-actions/account-actions-slice.ts';
import { whatText, whyText } from '#renderer/i18n/action-text.ts';
import { follow } from '#renderer/transport/follow.ts';
import type { ActionView } from '#shared/contract/action-contract.ts';
import type { Role } from '#shared/desk/person.ts';
import { may } from '#shared/desk/powers.ts';

/** Follows what I asked for, and tells how it ended when that was another's doing; and, for who may, what waits for approval. */
export function useActionsFeed(role: Role): void {
  const client = useClient();
  const dispatch = useAppDispatch();
  const names = useNames();
  const { t, i18n } = useTranslation('accountActions');
  const { t: anyT } = useTranslation();
  const tell = (one: ActionView) => {
    const action = whatText(anyT, i18n.language, one);
    const good = one.state === 'completed' || one.state === 'begun';
    const text =
      one.state === 'rejected'
        ? t('noticeRejected', { action, name: one.secondPerson === null ? '' : names.person(one.secondPerson) })
        : t(one.state === 'completed' ? 'noticeDone' : one.state === 'begun' ? 'noticeBegun' : 'noticeFailed', { action });
    const id = notifications.show({
      color: good ? 'green' : 'red',
      autoClose: good ? 8_000 : false,
      role: good ? 'status' : 'alert',
      message: (
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <Text size="sm">
            {text}
            {one.failure !== null && ` (${whyText(anyT, one.failure)})`}
          </Text>
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              notifications.hide(id);
              dispatch(caseShown({ caseId: one.caseId }));
            }}
          >
            {t('noticeOpen')}
          </Button>
        </Group>
      ),
    });
  };
  const newest = useRef(tell);
  newest.current = tell;
  const [acts, approves] = [may(role, 'account'), may(role, 'approve')];
  useEffect(() => {
    if (!acts) return;
    // What was waiting or unknown at the last look, and no longer is, ended without the screen that asked.
    let open = new Map<string, ActionView>();
    return follow(
      (signal) => client.accountActions.mine(undefined, { signal }),
      (mine: readonly ActionView[]) => {
        for (const one of mine) {
          const before = open.get(one.key)?.state;
          const ended = one.state !== 'waiting' && one.state !== 'unknown' && one.state !== 'sent';
          if (ended && before !== undefined && one.failure !== 'withdrawn') newest.current(one);
        }
        // What the wallet is asked is waited for by the screen that asked.
        open = new Map(
          mine
            .filter(({ state, approvalUntil }) => state === 'waiting' || state === 'unknown' || (state === 'sent' && approvalUntil !== null))
            .map((one) => [one.key, one]),
        );
      },
    );
  }, [client, acts]);
  useEffect(() => {
    if (!approves) return;
    return follow(
      (signal) => client.accountActions.approvals(undefined, { signal }),
      (waiting: readonly ActionView[]) => dispatch(approvalsSeen(waiting)),
      (state) => {
        if (state === 'waiting') dispatch(approvalsLost());
      },
    );
  }, [client, dispatch, approves]);
}
