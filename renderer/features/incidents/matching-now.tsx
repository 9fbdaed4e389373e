import { safe } from '@orpc/client';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppSelector, useClient } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/incidents/incidents.module.css';
import { selectIncidentWatch } from '#renderer/features/incidents/incidents-slice.ts';
import { rowName } from '#renderer/i18n/row-name.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import { type IncidentRule, incidentRule } from '#shared/case/incident.ts';
import type { Instant } from '#shared/lib/time.ts';

interface Found {
  readonly matching: number;
  readonly reading: boolean;
  readonly rows: readonly InboxRow[];
}

/** How long after the last keystroke the desk is asked. */
const QUIET_MS = 250;

/** How many open cases a rule fits now, with the newest of them; asked again as the rule or the desk's cases change. */
export function MatchingNow({ since, rule }: { readonly since: Instant; readonly rule: IncidentRule }) {
  const { t } = useTranslation('incidents');
  const client = useClient();
  const watch = useAppSelector(selectIncidentWatch);
  const [found, setFound] = useState<Found | null>(null);
  const asked = JSON.stringify([since, rule]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is watched changes with the desk's cases.
  useEffect(() => {
    const [at, read] = [since, incidentRule.safeParse(rule)];
    if (!Number.isFinite(at) || !read.success) return setFound(null);
    let wanted = true;
    const timer = setTimeout(() => {
      void safe(client.incidents.count({ since: at, rule: read.data })).then(([error, answer]) => {
        if (wanted) setFound(error ? null : answer);
      });
    }, QUIET_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [client, asked, watch]);
  const wide = rule.kinds.length + rule.parties.length + rule.words.length === 0;
  return (
    <div className={classes.matching}>
      <p role="status">
        {wide ? t('ruleWide') : found === null ? t('counting') : t('matchingNow', { count: found.matching })}
        {found?.reading && ` ${t('stillReading')}`}
      </p>
      {!wide && found !== null && found.rows.length > 0 && (
        <ul className={classes.examples} aria-label={t('examples')}>
          {found.rows.map((row) => (
            <li key={row.id}>{row.preview ?? row.subject ?? rowName(t, row)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
