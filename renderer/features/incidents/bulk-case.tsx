import { Button, Checkbox } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNames } from '#renderer/app/use-names.ts';
import classes from '#renderer/features/incidents/incidents.module.css';
import { refusalText } from '#renderer/i18n/fault-text.ts';
import { languageNames } from '#renderer/i18n/i18n.ts';
import { rowName } from '#renderer/i18n/row-name.ts';
import { channelIcons } from '#renderer/ui/channel-icons.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { BulkKind, BulkOutcome, BulkPreview } from '#shared/contract/incident-schemas.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { sameValue } from '#shared/lib/same-value.ts';

interface Props {
  readonly preview: BulkPreview;
  readonly kind: BulkKind;
  /** How it went; null before. */
  readonly outcome: BulkOutcome | null;
  readonly chosen: boolean;
  /** Null once the turn has begun. */
  readonly onChoose: ((id: CaseId, chosen: boolean) => void) | null;
  readonly onOpen: (row: InboxRow) => void;
}

/** One case of a turn: who it is, what they would get or why not, and then what became of it; drawn again when one of these is another. */
export const BulkCase = memo(function BulkCase({ preview: { row, linked, refusal }, kind, outcome, chosen, onChoose, onOpen }: Props) {
  const { t, i18n } = useTranslation('incidents');
  const names = useNames();
  const Channel = channelIcons[row.channel];
  const wording = { t, locale: i18n.language, personName: names.person };
  const name = rowName(t, row);
  const before = refusal === null ? t(`gets_${kind}`, { language: languageNames[row.language] }) : t('getsNothing', { reason: refusalText(wording, refusal) });
  const after =
    outcome === null
      ? null
      : outcome.refusal === null
        ? t(`outcome_${outcome.outcome}${outcome.outcome === 'done' && kind === 'link' ? '_link' : ''}`)
        : t('getsNothing', { reason: refusalText(wording, outcome.refusal) });
  return (
    <li className={classes.bulkCase} data-closed={(outcome === null && refusal !== null) || undefined}>
      <Checkbox
        size="xs"
        aria-label={t('choose', { name })}
        checked={chosen && refusal === null}
        disabled={refusal !== null || onChoose === null}
        onChange={({ currentTarget }) => onChoose?.(row.id, currentTarget.checked)}
      />
      <div className={classes.incidentWords}>
        <strong>
          <Channel size={14} aria-label={t(`conversation:channel_${row.channel}`)} /> <bdi>{name}</bdi>
        </strong>
        <span className={classes.caseText}>{row.preview ?? row.subject ?? ''}</span>
        <span className={classes.hint}>
          {names.queue(row.queue)} · {t(`conversation:status_${row.status}`)}
          {row.owner !== null && ` · ${names.person(row.owner)}`}
          {linked && ` · ${t('isLinked')}`}
          {row.public && ` · ${t('inPublic')}`}
        </span>
        <span data-outcome={outcome?.outcome ?? (refusal === null ? 'waits' : 'refused')} className={classes.outcome}>
          {after ?? before}
        </span>
      </div>
      <Button size="compact-xs" variant="default" aria-label={t('openCase', { name })} onClick={() => onOpen(row)}>
        {t('open')}
      </Button>
    </li>
  );
}, sameValue);
