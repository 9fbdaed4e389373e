import { Button, Group, Progress, SegmentedControl } from '@mantine/core';
import { safe } from '@orpc/client';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { caseShown } from '#renderer/app/workspace-slice.ts';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { BulkCase } from '#renderer/features/incidents/bulk-case.tsx';
import { languagesFrom } from '#renderer/features/incidents/incident-text.ts';
import classes from '#renderer/features/incidents/incidents.module.css';
import { dialogClosed, selectIncidentWatch } from '#renderer/features/incidents/incidents-slice.ts';
import { useIncidentFault } from '#renderer/features/incidents/use-incident-change.ts';
import { languageNames, screenLanguage } from '#renderer/i18n/i18n.ts';
import { useNow } from '#renderer/ui/use-now.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { BulkKind, BulkPreview, BulkView } from '#shared/contract/incident-schemas.ts';
import type { Incident } from '#shared/desk/incidents/incident.ts';
import type { CaseId } from '#shared/lib/ids.ts';

interface Props {
  readonly incident: Incident;
  readonly first: BulkKind;
  readonly onClose: () => void;
}

interface Found {
  readonly kind: BulkKind;
  readonly cases: readonly BulkPreview[];
  readonly total: number;
}

/** Which words go to whom: each language's text with the number of those who get it. */
function Texts({ incident, kind, chosen }: { readonly incident: Incident; readonly kind: BulkKind; readonly chosen: readonly BulkPreview[] }) {
  const { t, i18n } = useTranslation('incidents');
  const words = kind === 'known' ? incident.answer : (incident.closed?.closing ?? null);
  if (kind === 'link' || words === null) return null;
  const counted = languagesFrom(i18n).map((lng) => ({ lng, count: chosen.filter(({ row }) => row.language === lng).length }));
  return (
    <dl className={classes.texts}>
      {counted
        .filter(({ count }) => count > 0)
        .map(({ lng, count }) => (
          <div key={lng}>
            <dt>{t('textFor', { language: languageNames[lng], count })}</dt>
            <dd lang={lng}>{words[lng]}</dd>
          </div>
        ))}
    </dl>
  );
}

/** How far a turn is, with the ways to stop it and to take back what has not left. */
function Turn({ view, onUndo, onStop }: { readonly view: BulkView; readonly onUndo: () => void; readonly onStop: () => void }) {
  const { t } = useTranslation('incidents');
  const now = useNow(500);
  const of = (outcome: string) => view.outcomes.filter((one) => one.outcome === outcome).length;
  const takeable = view.outcomes.filter(({ undoUntil }) => undoUntil !== null && undoUntil > now).length;
  const counts = (['done', 'already', 'refused', 'failed', 'taken-back'] as const).filter((outcome) => of(outcome) > 0);
  const said = counts.map((outcome) => t(`counted_${outcome}`, { count: of(outcome) })).join(' · ');
  return (
    <div className={classes.turn}>
      <Progress value={(view.outcomes.length / view.total) * 100} aria-label={t('progress')} />
      <p role="status">
        {t(`turn_${view.state}`, { done: view.outcomes.length, total: view.total, count: view.total })} {said}
      </p>
      <Group gap="xs">
        {view.state === 'running' && (
          <Button size="compact-sm" variant="default" onClick={onStop}>
            {t('stop')}
          </Button>
        )}
        {takeable > 0 && (
          <Button size="compact-sm" variant="light" onClick={onUndo}>
            {t('undo', { count: takeable })}
          </Button>
        )}
      </Group>
    </div>
  );
}

/** Links or answers many cases: who gets what, chosen one by one, then how it went with each. */
export function BulkDialog({ incident, first, onClose }: Props) {
  const { t, i18n } = useTranslation('incidents');
  const client = useClient();
  const dispatch = useAppDispatch();
  const faultOf = useIncidentFault();
  const [kind, setKind] = useState<BulkKind>(incident.closed === null ? first : 'solved');
  const [found, setFound] = useState<Found | 'fault' | null>(null);
  const [without, setWithout] = useState<ReadonlySet<CaseId>>(new Set());
  const [turn, setTurn] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const view = useAppSelector(selectIncidentWatch)?.bulks.find(({ id }) => id === turn) ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was changed is asked for anew.
  useEffect(() => {
    let wanted = true;
    setFound(null);
    void safe(client.incidents.cases({ incident: incident.id, kind })).then(([error, answer]) => {
      if (wanted) setFound(error ? 'fault' : { kind, ...answer });
    });
    return () => {
      wanted = false;
    };
  }, [client, incident.id, incident.position, kind]);
  const list = found === 'fault' || found?.kind !== kind ? null : found;
  const outcomes = useMemo(() => new Map(view?.outcomes.map((one) => [one.caseId, one])), [view]);
  const reachable = list?.cases.filter(({ refusal }) => refusal === null) ?? [];
  const chosen = reachable.filter(({ row }) => !without.has(row.id));
  const begin = async () => {
    setBusy(true);
    const cases = chosen.map(({ row }) => row.id);
    const [error, begun] = await safe(client.incidents.bulk({ incident: incident.id, position: incident.position, kind, cases }));
    setBusy(false);
    setFault(error ? faultOf(error) : null);
    if (!error) setTurn(begun.bulk);
  };
  const end = (how: 'stopBulk' | 'undoBulk') => async () => {
    if (turn === null) return;
    const [error] = await safe<unknown, Error>(client.incidents[how]({ bulk: turn }));
    setFault(error ? faultOf(error) : null);
  };
  // The same functions each time: else every case of the list is drawn again with each box that is ticked.
  const choose = useCallback((id: CaseId, wanted: boolean) => {
    setWithout((before) => {
      const next = new Set(before);
      if (wanted) next.delete(id);
      else next.add(id);
      return next;
    });
  }, []);
  const open = useCallback(
    (row: InboxRow) => {
      dispatch(dialogClosed());
      dispatch(caseShown({ caseId: row.id, customer: row.customer }));
    },
    [dispatch],
  );
  return (
    <FormDialog title={t(`bulk_${kind}`, { title: incident.title[screenLanguage(i18n)] })} onClose={onClose} wide>
      {incident.closed === null && turn === null && (
        <SegmentedControl
          size="xs"
          aria-label={t('bulkKind')}
          value={kind}
          onChange={(value) => setKind(value as BulkKind)}
          data={(['known', 'link'] as const).map((value) => ({ value, label: t(`bulkKind_${value}`) }))}
        />
      )}
      <p className={classes.hint}>{t(`bulkHint_${kind}`)}</p>
      <Texts incident={incident} kind={kind} chosen={chosen} />
      {found === 'fault' && <p role="alert">{t('casesFault')}</p>}
      {found === null && <p role="status">{t('counting')}</p>}
      {list !== null && list.cases.length === 0 && <p role="status">{t(kind === 'solved' ? 'noneLinked' : 'noneMatching')}</p>}
      {list !== null && list.cases.length < list.total && <p role="status">{t('some', { shown: list.cases.length, total: list.total })}</p>}
      <ul className={classes.bulkCases} aria-label={t('cases')}>
        {list?.cases.map((one) => (
          <BulkCase
            key={one.row.id}
            preview={one}
            kind={kind}
            outcome={outcomes.get(one.row.id) ?? null}
            chosen={!without.has(one.row.id)}
            onChoose={turn === null ? choose : null}
            onOpen={open}
          />
        ))}
      </ul>
      {fault !== null && (
        <p role="alert" className={classes.fault}>
          {fault}
        </p>
      )}
      {view !== null && <Turn view={view} onStop={() => void end('stopBulk')()} onUndo={() => void end('undoBulk')()} />}
      <Group justify="flex-end" gap="xs" mt="sm">
        <Button variant="default" onClick={onClose}>
          {t(turn === null ? 'cancel' : 'close')}
        </Button>
        {turn === null && (
          <Button loading={busy} disabled={chosen.length === 0} onClick={() => void begin()}>
            {t(`begin_${kind}`, { count: chosen.length })}
          </Button>
        )}
      </Group>
    </FormDialog>
  );
}
