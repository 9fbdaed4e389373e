import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'react-redux';
import { useClient } from '#renderer/app/hooks.ts';
import type { RootState } from '#renderer/app/store.ts';
import { type Names, useNames } from '#renderer/app/use-names.ts';
import { type DeskClient, type Done, inverseOf, newCommandId, perform } from '#renderer/features/case-actions/perform.ts';
import { watchDone, watchKept } from '#renderer/features/case-actions/undo-watch.ts';
import { selectPending } from '#renderer/features/composer/composer-slice.ts';
import { selectCaseState } from '#renderer/features/conversation/cases-slice.ts';
import { momentText } from '#renderer/i18n/date-text.ts';
import { faultText } from '#renderer/i18n/fault-text.ts';
import { type CallFault, callFault } from '#renderer/transport/call-fault.ts';
import { inCaseLine } from '#renderer/transport/case-line.ts';
import { messagesOf } from '#shared/case/split.ts';
import type { AgentCommand } from '#shared/contract/schemas.ts';
import type { CaseId, CommandId, EventId } from '#shared/lib/ids.ts';
import { fail, type Result } from '#shared/lib/result.ts';

/** Carries out a command on a case and tells how it ended. */
export type Act = (caseId: CaseId, command: AgentCommand, commandId?: CommandId) => Promise<Result<Done, CallFault>>;

/** The words for a success, or null where the screen shows it already. */
function successText(t: TFunction<'caseActions'>, names: Names, locale: string, command: AgentCommand): string | null {
  switch (command.type) {
    case 'transfer':
      return t('done_transfer', { queue: names.queue(command.queue) });
    case 'snooze':
      return t('done_snooze', { time: momentText(command.until, locale, Date.now()) });
    case 'prioritise':
      return t('done_prioritise', { priority: t(`conversation:priority_${command.priority}`) });
    case 'identify':
      return t(command.customer === null ? 'done_unidentify' : 'done_identify');
    case 'decline':
    case 'release':
    case 'resolve':
    case 'tag':
    case 'linkTransaction':
    case 'unlinkTransaction':
    case 'linkIncident':
    case 'unlinkIncident':
    case 'merge':
    case 'unmerge':
    case 'split':
      return t(`done_${command.type}`);
    default:
      return null;
  }
}

/** Merges a case that was just split off into the one that it came from; which it is tells that one's own state. */
async function joinAgain(client: DeskClient, root: RootState, origin: CaseId, from: EventId): Promise<CallFault | null> {
  const off = selectCaseState(root, origin)?.splitOff.findLast((one) => messagesOf(one).includes(from));
  if (off === undefined) return { code: 'not-found' };
  const joined = await perform(client, off.case, { type: 'merge', into: origin, confirmed: true });
  return joined.ok ? null : joined.error;
}

/** The way to act on cases: a success that can be taken back offers Undo, a refusal is worded. */
export function useAct(): Act {
  const client = useClient();
  const store = useStore<RootState>();
  const names = useNames();
  const { t, i18n } = useTranslation('caseActions');
  return useCallback(
    async (caseId, command, commandId = newCommandId()) => {
      const locale = i18n.language;
      const tellFault = (fault: CallFault) =>
        notifications.show({ color: 'red', title: t('failedTitle'), message: faultText({ t, locale, personName: names.person }, fault), role: 'alert' });
      const before = selectCaseState(store.getState(), caseId);
      // A reply that is held goes first, and nobody knows when: this is not done behind its author's back later.
      const held = selectPending(store.getState(), caseId).some(({ state }) => state === 'held' || state === 'unsure');
      const done = held
        ? fail<CallFault>({ code: 'unreachable', given: false })
        : await inCaseLine(client, caseId, () => perform(client, caseId, command, commandId));
      if (!done.ok) {
        tellFault(done.error);
        return done;
      }
      const { deferred } = done.value;
      const text = deferred ? t('deferred:kept') : successText(t, names, locale, command);
      // A case that is merged need not stand open: what it was before says nothing of how it is undone.
      const inverse = before === null ? (command.type === 'merge' ? inverseOf(command, { priority: 0, customer: null }) : null) : inverseOf(command, before);
      const undo = async (): Promise<CallFault | null> => {
        if (deferred) {
          const [error, answer] = await safe(client.deferred.takeBack({ commandId }));
          if (error !== null) return callFault(error);
          if (!answer.taken) notifications.show({ color: 'red', message: t('deferred:tooLate'), role: 'alert' });
          return null;
        }
        if (command.type === 'split') return joinAgain(client, store.getState(), caseId, command.from);
        const undone = inverse === null ? null : await perform(client, caseId, inverse);
        return undone === null || undone.ok ? null : undone.error;
      };
      const canUndo = deferred || inverse !== null || command.type === 'split';
      if (text === null) return done;
      let stop: () => void = () => undefined;
      const id = notifications.show({
        autoClose: canUndo ? 8_000 : 4_000,
        onClose: () => stop(),
        message: (
          <Group justify="space-between" wrap="nowrap" gap="xs">
            <Text size="sm">{text}</Text>
            {canUndo && (
              <Button
                size="compact-sm"
                variant="light"
                onClick={() => {
                  notifications.hide(id);
                  void undo().then((fault) => (fault === null ? undefined : tellFault(fault)));
                }}
              >
                {t('undo')}
              </Button>
            )}
          </Group>
        ),
      });
      const gone = () => void notifications.hide(id);
      if (deferred) stop = watchKept(store, commandId, gone);
      else if (canUndo) stop = watchDone(store, caseId, command, gone);
      return done;
    },
    [client, store, names, t, i18n.language],
  );
}
