import { Button, Checkbox, Radio, Stack, Text, TextInput } from '@mantine/core';
import { safe } from '@orpc/client';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import { momentText } from '#renderer/i18n/date-text.ts';
import { rowName } from '#renderer/i18n/row-name.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { CaseState } from '#shared/case/state.ts';

const MOST = 8;

/** The customer's other cases, or those that a search finds; none that is merged already. */
function useCandidates(state: CaseState, sought: string): readonly InboxRow[] | null {
  const client = useClient();
  const [rows, setRows] = useState<readonly InboxRow[] | null>(null);
  const { id, customer } = state;
  useEffect(() => {
    let wanted = true;
    const ask = async () => {
      if (sought !== '') {
        const [error, hits] = await safe(client.search.query({ text: sought, limit: 40 }));
        return error ? [] : [...new Map(hits.map(({ row }) => [row.id, row])).values()];
      }
      if (customer === null) return [];
      const [error, answer] = await safe(client.cases.earlier({ customer }));
      return error ? [] : answer.rows;
    };
    void ask().then((found) => {
      if (wanted) setRows(found.filter((row) => row.id !== id && row.mergedInto === undefined && (row.lines?.length ?? 0) === 0).slice(0, MOST));
    });
    return () => {
      wanted = false;
    };
  }, [client, id, customer, sought]);
  return rows;
}

/** Lets another case go on in the open one, after it is certain that both are of the same person. */
export function MergeForm({ state, onClose }: { readonly state: CaseState; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation(['caseActions', 'conversation']);
  const names = useNames();
  const act = useAct();
  const [text, setText] = useState('');
  const [sought, setSought] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const rows = useCandidates(state, sought);
  const row = rows?.find(({ id }) => id === chosen) ?? null;
  const known = row !== null && state.customer !== null && row.customer === state.customer;
  useEffect(() => {
    const timer = setTimeout(() => setSought(text.trim()), 300);
    return () => clearTimeout(timer);
  }, [text]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (row === null || busy || !(known || sure)) return;
    setBusy(true);
    const done = await act(row.id, { type: 'merge', into: state.id, confirmed: sure });
    setBusy(false);
    if (done.ok) onClose();
  };
  const named = (one: InboxRow) =>
    t('mergeOf', {
      channel: t(`conversation:channel_${one.channel}`),
      queue: names.queue(one.queue),
      time: momentText(one.activeAt, i18n.language, Date.now()),
    });
  return (
    <FormDialog title={t('mergeTitle')} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          <Text size="sm">{t('mergeHint')}</Text>
          <TextInput
            data-autofocus
            label={t('mergeFind')}
            description={t('mergeFindHint')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Radio.Group label={sought === '' ? t('mergeTheirs') : undefined} aria-label={t('mergeTheirs')} value={chosen} onChange={setChosen}>
            <Stack gap={6} mt={4} role="presentation">
              {rows?.length === 0 && <Text size="sm">{t('mergeNone')}</Text>}
              {rows?.map((one) => (
                <Radio key={one.id} value={one.id} label={`${rowName(t, one)} · ${named(one)}`} description={one.preview ?? undefined} />
              ))}
            </Stack>
          </Radio.Group>
          {row !== null && !known && <Checkbox label={t('mergeStranger')} checked={sure} onChange={(event) => setSure(event.currentTarget.checked)} />}
          <Button type="submit" disabled={row === null || !(known || sure)} loading={busy}>
            {t('mergeConfirm')}
          </Button>
        </Stack>
      </form>
    </FormDialog>
  );
}
