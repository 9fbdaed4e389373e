import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import classes from '#renderer/features/account-actions/account-actions.module.css';
import { dialogOpened } from '#renderer/features/account-actions/account-actions-slice.ts';
import { wishFaultText } from '#renderer/features/account-actions/wish-fault.ts';
import { stateName, whatText, whyText } from '#renderer/i18n/action-text.ts';
import { momentText, timeText } from '#renderer/i18n/date-text.ts';
import type { AccountAction } from '#shared/case/account-action.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { Person } from '#shared/desk/person.ts';

/** Of a case with many, the newest are shown; the time axis has all. */
const SHOWN = 4;

interface Props {
  readonly state: CaseState;
  readonly me: Person;
}

function Item({ state, me, action }: Props & { readonly action: AccountAction }) {
  const { t, i18n } = useTranslation('accountActions');
  const { t: anyT } = useTranslation();
  const client = useClient();
  const dispatch = useAppDispatch();
  const names = useNames();
  const locale = i18n.language;
  const facts = [
    action.state === 'waiting' && action.approvalUntil !== null && t('until', { time: timeText(action.approvalUntil, locale) }),
    action.state === 'begun' && action.expectedBy !== null && t('expected', { time: momentText(action.expectedBy, locale, Date.now()) }),
    action.failure !== null && whyText(anyT, action.failure),
    action.secondPerson !== null && t('bySecond', { name: names.person(action.secondPerson) }),
  ].filter((fact) => fact !== false);
  const fault = (error: unknown) =>
    notifications.show({ color: 'red', role: 'alert', message: wishFaultText({ t: anyT, locale, personName: names.person }, error) });
  const lookAgain = async () => {
    const [error, looked] = await safe(client.accountActions.lookAgain({ caseId: state.id, key: action.key }));
    if (error) fault(error);
    else if (looked.state === 'unknown') notifications.show({ color: 'yellow', message: t('stillUnknown') });
  };
  const withdraw = async () => {
    const [error] = await safe(client.accountActions.withdraw({ caseId: state.id, key: action.key }));
    if (error) fault(error);
  };
  const ended = action.state === 'completed' || action.state === 'begun' || action.state === 'failed' || action.state === 'rejected';
  const tells = ended && !action.told && state.owner === me.id && state.channel !== 'phone' && state.visibility === 'private' && action.failure !== 'withdrawn';
  return (
    <li className={classes.item} data-state={action.state}>
      <span className={classes.itemText}>
        {t('item', { action: whatText(anyT, locale, action), state: stateName(anyT, action.state) })}
        {facts.length > 0 && <span className={classes.itemHint}>{facts.join(' · ')}</span>}
      </span>
      {(action.state === 'unknown' || action.state === 'begun') && (
        <Button size="compact-xs" variant="default" onClick={() => void lookAgain()}>
          {t('lookAgain')}
        </Button>
      )}
      {action.state === 'waiting' && action.by === me.id && (
        <Button size="compact-xs" variant="default" onClick={() => void withdraw()}>
          {t('withdraw')}
        </Button>
      )}
      {tells && (
        <Button size="compact-xs" variant="default" onClick={() => dispatch(dialogOpened({ kind: 'tell', caseId: state.id, key: action.key }))}>
          {t('tellNow')}
        </Button>
      )}
    </li>
  );
}

/** What was asked of the wallet in this case, newest first. */
export function ActionList({ state, me }: Props) {
  const { t } = useTranslation('accountActions');
  if (state.actions.length === 0) return null;
  return (
    <ul className={classes.list} aria-label={t('list')}>
      {state.actions
        .slice(-SHOWN)
        .toReversed()
        .map((action) => (
          <Item key={action.key} state={state} me={me} action={action} />
        ))}
    </ul>
  );
}
