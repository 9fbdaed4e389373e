import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { caseShown } from '#renderer/app/workspace-slice.ts';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { modeChosen, wordsReturned } from '#renderer/features/composer/composer-slice.ts';
import classes from '#renderer/features/deferred/deferred.module.css';
import { deferredShown, selectDeferred, selectDeferredShown, selectUndelivered } from '#renderer/features/deferred/deferred-slice.ts';
import { UndeliveredItem } from '#renderer/features/deferred/undelivered-item.tsx';
import { momentText } from '#renderer/i18n/date-text.ts';
import { faultText, refusalText } from '#renderer/i18n/fault-text.ts';
import { rowName } from '#renderer/i18n/row-name.ts';
import { callFault } from '#renderer/transport/call-fault.ts';
import { useCopy } from '#renderer/ui/use-copy.ts';
import type { DeferredCommandView } from '#shared/contract/schemas.ts';

type Ask = 'takeBack' | 'sendAgain' | 'arrived';

/** What has not come to its end: what waits for the queue engine, what was refused when it was back, and what nobody knows the end of. */
export function DeferredList() {
  const { t, i18n } = useTranslation('deferred');
  const client = useClient();
  const dispatch = useAppDispatch();
  const names = useNames();
  const commands = useAppSelector(selectDeferred);
  const undelivered = useAppSelector(selectUndelivered);
  const shown = useAppSelector(selectDeferredShown);
  const copy = useCopy();
  if (!shown) return null;
  const close = () => dispatch(deferredShown(false));
  const wording = { t, locale: i18n.language, personName: names.person };
  const tell = (message: string, color = 'red') => notifications.show({ color, role: color === 'red' ? 'alert' : 'status', message });
  const show = ({ caseId, words }: Pick<DeferredCommandView, 'caseId' | 'words'>) => {
    close();
    if (words !== null) dispatch(modeChosen({ caseId, mode: words.kind }));
    dispatch(caseShown({ caseId }));
  };
  const ask = async ({ commandId }: DeferredCommandView, what: Ask): Promise<boolean> => {
    const [error, answer] = await safe(client.deferred[what]({ commandId }));
    if (error) tell(t('faultAgain', { reason: faultText(wording, callFault(error)) }));
    else if (!answer.taken) tell(t('tooLate'));
    return !error && answer.taken;
  };
  const takeBack = async (one: DeferredCommandView) => {
    // Its words are a draft again by the host's hand, before it answers.
    if (!(await ask(one, 'takeBack')) || one.words === null) return;
    tell(t('takenBack'), 'blue');
    show(one);
  };
  /** What was refused as a reply may still be said to colleagues; the draft stays until its author discards it. */
  const toNote = async (one: DeferredCommandView) => {
    if (one.words === null || !(await ask(one, 'takeBack'))) return;
    dispatch(wordsReturned({ caseId: one.caseId, kind: 'note', text: one.words.text, attachments: [] }));
    show({ ...one, words: { ...one.words, kind: 'note' } });
  };
  const stateText = ({ state, refusal, words }: DeferredCommandView) =>
    refusal === null ? t(`state_${state}`) : t(words === null ? 'refused' : 'refusedWords', { reason: refusalText(wording, refusal) });
  return (
    <FormDialog title={t('title')} onClose={close}>
      <p className={classes.hint}>{t('hint')}</p>
      <ul className={classes.list}>
        {undelivered.map((one) => (
          <UndeliveredItem key={one.message} one={one} onShow={() => show({ caseId: one.caseId, words: null })} />
        ))}
        {commands.map((one) => (
          <li key={one.commandId} data-state={one.state}>
            <strong>{t(`command_${one.type}`, { defaultValue: t('command_other') })}</strong> · <bdi>{rowName(t, one.row)}</bdi>{' '}
            <time>{momentText(one.at, i18n.language, Date.now())}</time>
            {one.words === null && one.row?.preview && <p className={classes.hint}>{one.row.preview}</p>}
            {one.words !== null && one.words.text !== '' && <blockquote dir="auto">{one.words.text}</blockquote>}
            {one.words !== null && one.words.attachments.length > 0 && (
              <p className={classes.hint}>{one.words.attachments.map(({ name }) => name).join(', ')}</p>
            )}
            <p className={classes.state}>{stateText(one)}</p>
            <div className={classes.buttons}>
              <Button size="compact-sm" variant="default" onClick={() => show(one)}>
                {t('showCase')}
              </Button>
              {one.state === 'unknown' && (
                <>
                  <Button size="compact-sm" variant="light" color="red" onClick={() => void ask(one, 'sendAgain')}>
                    {t('sendAgain')}
                  </Button>
                  <Button size="compact-sm" variant="light" onClick={() => void ask(one, 'arrived')}>
                    {t('arrived')}
                  </Button>
                </>
              )}
              {(one.state === 'queued' || one.state === 'unknown') && (
                <Button size="compact-sm" variant="light" onClick={() => void takeBack(one)}>
                  {t(one.words === null ? 'takeBack' : 'toBox')}
                </Button>
              )}
              {one.words?.kind === 'reply' && one.state === 'refused' && (
                <Button size="compact-sm" variant="light" onClick={() => void toNote(one)}>
                  {t('toNote')}
                </Button>
              )}
              {one.words !== null && one.words.text !== '' && (
                <Button size="compact-sm" variant="subtle" onClick={() => copy(one.words?.text ?? '')}>
                  {t('copy')}
                </Button>
              )}
              {one.state === 'refused' && (
                <Button size="compact-sm" variant="subtle" onClick={() => void ask(one, 'takeBack')}>
                  {t('dismiss')}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
    </FormDialog>
  );
}
