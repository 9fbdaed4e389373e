import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { ruleText } from '#renderer/features/incidents/incident-text.ts';
import classes from '#renderer/features/incidents/incidents.module.css';
import { dialogOpened, type IncidentDialog, selectIncidents, selectIncidentWatch } from '#renderer/features/incidents/incidents-slice.ts';
import { momentText } from '#renderer/i18n/date-text.ts';
import { screenLanguage } from '#renderer/i18n/i18n.ts';
import type { Incident } from '#shared/desk/incidents/incident.ts';

/** Of incidents that are over, so many are listed. */
const MOST_OVER = 3;

function IncidentLine({ incident }: { readonly incident: Incident }) {
  const { t, i18n } = useTranslation('incidents');
  const names = useNames();
  const dispatch = useAppDispatch();
  const count = useAppSelector(selectIncidentWatch)?.counts[incident.id] ?? { matching: 0, linked: 0 };
  const title = incident.title[screenLanguage(i18n)];
  const show = (dialog: IncidentDialog) => () => dispatch(dialogOpened(dialog));
  const { id, closed } = incident;
  const time = momentText(closed?.at ?? incident.since, i18n.language, Date.now());
  return (
    <li className={classes.incident} data-over={closed !== null || undefined} aria-label={title}>
      <div className={classes.incidentWords}>
        <strong>{title}</strong>
        <span className={classes.hint}>
          {t(closed === null ? 'sinceTime' : 'overSince', { time })} · {ruleText(t, incident.rule, i18n.language, names.queue)}
        </span>
        <span role="status" className={classes.counts}>
          {closed === null && `${t('matching', { count: count.matching })} · `}
          {t('linkedCount', { count: count.linked })}
        </span>
      </div>
      <div className={classes.incidentActions}>
        {closed === null ? (
          <>
            <Button size="compact-sm" variant="default" aria-label={t('linkAllOf', { title })} onClick={show({ kind: 'bulk', incident: id, bulk: 'link' })}>
              {t('linkAll')}
            </Button>
            <Button size="compact-sm" variant="light" aria-label={t('answerAllOf', { title })} onClick={show({ kind: 'bulk', incident: id, bulk: 'known' })}>
              {t('answerAll')}
            </Button>
            <Button size="compact-sm" variant="default" aria-label={t('changeOf', { title })} onClick={show({ kind: 'form', incident: id, from: null })}>
              {t('change')}
            </Button>
            <Button size="compact-sm" variant="default" aria-label={t('endOf', { title })} onClick={show({ kind: 'close', incident: id })}>
              {t('end')}
            </Button>
          </>
        ) : (
          count.linked > 0 && (
            <Button size="compact-sm" variant="light" aria-label={t('tellSolvedOf', { title })} onClick={show({ kind: 'bulk', incident: id, bulk: 'solved' })}>
              {t('tellSolved')}
            </Button>
          )
        )}
      </div>
    </li>
  );
}

/** The incidents that go on, and the last that are over, with what is done about their cases. */
export function IncidentsPanel() {
  const { t } = useTranslation('incidents');
  const dispatch = useAppDispatch();
  const incidents = useAppSelector(selectIncidents);
  const reading = useAppSelector(selectIncidentWatch)?.reading ?? true;
  const open = incidents.filter(({ closed }) => closed === null);
  const over = incidents.filter(({ closed }) => closed !== null).slice(0, MOST_OVER);
  return (
    <section className={classes.panel} aria-label={t('title')}>
      <div className={classes.panelHead}>
        <h2>
          <IconAlertTriangle size={16} aria-hidden /> {t('title')}
        </h2>
        {reading && <span className={classes.hint}>{t('stillReading')}</span>}
        <Button size="compact-sm" variant="default" onClick={() => dispatch(dialogOpened({ kind: 'form', incident: null, from: null }))}>
          {t('report')}
        </Button>
      </div>
      {open.length === 0 && <p className={classes.hint}>{t('none')}</p>}
      {open.length + over.length > 0 && (
        <ul className={classes.incidents}>
          {[...open, ...over].map((incident) => (
            <IncidentLine key={incident.id} incident={incident} />
          ))}
        </ul>
      )}
    </section>
  );
}
