import { Button } from '@mantine/core';
import { IconMessages, IconUserSearch } from '@tabler/icons-react';
import { memo, useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { shallowEqual } from 'react-redux';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { customerSought, type ShownCase, selectAlone, selectFocusEntry, selectShownCase } from '#renderer/app/workspace-slice.ts';
import { BreakGlass } from '#renderer/features/access/break-glass.tsx';
import { CallBar } from '#renderer/features/calls/call-bar.tsx';
import { allowedOn } from '#renderer/features/case-actions/allowed.ts';
import { useCaseCommands } from '#renderer/features/case-actions/use-case-commands.ts';
import { Composer } from '#renderer/features/composer/composer.tsx';
import { CaseHeader } from '#renderer/features/conversation/case-header.tsx';
import classes from '#renderer/features/conversation/case-panes.module.css';
import { selectLineStates, selectOpenCase, selectOriginState } from '#renderer/features/conversation/cases-slice.ts';
import { Conversation } from '#renderer/features/conversation/conversation.tsx';
import { shownOfOrigin } from '#renderer/features/conversation/conversation-rows.ts';
import { ForwardingContext, useForwarding } from '#renderer/features/conversation/forwarding.ts';
import { ReplyBy, useReplyLine } from '#renderer/features/conversation/reply-by.tsx';
import { SilentStrip } from '#renderer/features/conversation/silent-strip.tsx';
import { SplitBanner } from '#renderer/features/conversation/split-banner.tsx';
import { useCaseFeed } from '#renderer/features/conversation/use-case-feed.ts';
import { useGoOn } from '#renderer/features/conversation/use-go-on.ts';
import { useMarkRead } from '#renderer/features/conversation/use-mark-read.ts';
import { CustomerAlone } from '#renderer/features/customer/customer-alone.tsx';
import { CustomerCommands, noWays } from '#renderer/features/customer/customer-commands.tsx';
import { CustomerPane } from '#renderer/features/customer/customer-pane.tsx';
import { IncidentBanner } from '#renderer/features/incidents/incident-banner.tsx';
import { momentText } from '#renderer/i18n/date-text.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { CustomerSummary } from '#shared/wallet/account.ts';

function Nothing() {
  // The commands stand in the settings also while no case is open.
  useCaseCommands(null, null);
  const { t } = useTranslation('conversation');
  const { t: ofCustomer } = useTranslation('customer');
  const dispatch = useAppDispatch();
  return (
    <div className={classes.split}>
      <CustomerCommands {...noWays} />
      <section className={classes.middle}>
        <div className={classes.nothing}>
          <IconMessages size={44} stroke={1.3} aria-hidden />
          <h2>{t('noCase')}</h2>
          <p>{t('noCaseHint')}</p>
          <Button size="compact-sm" variant="default" leftSection={<IconUserSearch size={15} aria-hidden />} onClick={() => dispatch(customerSought(''))}>
            {ofCustomer('findOpen')}
          </Button>
        </div>
      </section>
      <aside className={classes.nothingPane} aria-label={ofCustomer('pane')}>
        {ofCustomer('noCase')}
      </aside>
    </div>
  );
}

function Unreadable({ caseId, fault, onOpened }: { readonly caseId: CaseId; readonly fault: string | null; readonly onOpened: () => void }) {
  const { t } = useTranslation('conversation');
  return (
    <div className={classes.nothing} role="status">
      {fault === null ? (
        <p>{t('loading')}</p>
      ) : (
        <>
          <h2>{t('faultTitle')}</h2>
          <p>{t(fault === 'not-allowed' ? 'faultNotAllowed' : fault === 'not-found' ? 'faultNotFound' : 'faultOther')}</p>
          {fault === 'not-allowed' && <BreakGlass closed={{ caseId }} onOpened={onOpened} />}
        </>
      )}
    </div>
  );
}

function CaseOfId({ caseId, customer, silent, onOpened }: ShownCase & { readonly onOpened: () => void }) {
  const { t, i18n } = useTranslation('conversation');
  const open = useAppSelector((root) => selectOpenCase(root, caseId));
  const me = useAppSelector(selectMe)?.person ?? null;
  const sought = useAppSelector(selectFocusEntry);
  const state = open?.state ?? null;
  const lines = useAppSelector((root) => selectLineStates(root, caseId), shallowEqual);
  const origin = useAppSelector((root) => selectOriginState(root, caseId));
  // What was split off is answered on the thread that it came from.
  const thread = state?.splitFrom == null ? state : origin;
  const answer = useReplyLine(thread, lines);
  const beside = useMemo(() => (state === null || origin === null ? lines : [shownOfOrigin(state, origin), ...lines]), [state, origin, lines]);
  const mayReply = !silent && state !== null && (answer.state === null ? false : allowedOn({ ...state, channel: answer.state.channel }, me).reply);
  const forwarding = useForwarding(state, thread === null ? lines : [thread, ...lines], mayReply, answer.choose);
  useGoOn(state, silent, sought);
  useMarkRead(state, me);
  useCaseCommands(state, me);
  return (
    <div className={classes.split} data-case={caseId}>
      <section className={classes.middle}>
        {state === null ? (
          <Unreadable caseId={caseId} fault={open?.fault ?? null} onOpened={onOpened} />
        ) : (
          <>
            {silent && <SilentStrip state={state} />}
            <CaseHeader state={state} viewers={open?.viewers ?? []} me={me} />
            <CallBar state={state} me={me} />
            {state.readOnlyBecause !== null && (
              <div className={classes.banner} role="status">
                {t('readOnly', { type: state.readOnlyBecause })}
              </div>
            )}
            {state.erasedAt !== null && (
              <div className={classes.banner} role="status">
                {t('erasedBanner', { time: momentText(state.erasedAt, i18n.language, Date.now()) })}
              </div>
            )}
            {!silent && <IncidentBanner state={state} me={me} />}
            {!silent && state.erasedAt === null && <SplitBanner state={state} mayJoin={allowedOn(state, me).merge} />}
            <ForwardingContext value={forwarding}>
              <Conversation key={caseId} state={state} earlier={open?.earlier ?? 0} lines={beside} me={me?.id ?? null} sought={sought} />
            </ForwardingContext>
            {!silent && state.erasedAt === null && thread !== null && lines.length > 0 && <ReplyBy all={[thread, ...lines]} answer={answer} />}
            {!silent && state.erasedAt === null && thread !== null && <Composer state={answer.state ?? state} main={state} me={me} />}
          </>
        )}
      </section>
      <CustomerPane key={caseId} caseId={caseId} expected={customer} state={state} />
    </div>
  );
}

interface PanesProps {
  readonly shown: ShownCase | null;
  readonly alone: CustomerSummary | null;
  readonly onOpened: () => void;
}

const Panes = memo(function Panes({ shown, alone, onOpened }: PanesProps) {
  const without = alone === null ? <Nothing /> : <CustomerAlone key={alone.id} summary={alone} />;
  return <div className={classes.panes}>{shown === null ? without : <CaseOfId {...shown} onOpened={onOpened} />}</div>;
});

/**
 * The open case: its conversation in the middle, its customer on the right; a customer without a case on
 * a page of their own; a hint while neither is open. Other panes are
 * drawn behind the gesture that asks for them: what else it changes, and the question to the host, come first.
 */
export function CasePanes() {
  const again = useCaseFeed();
  const shown = useDeferredValue(useAppSelector(selectShownCase));
  const alone = useDeferredValue(useAppSelector(selectAlone));
  return <Panes shown={shown} alone={alone} onOpened={again} />;
}
