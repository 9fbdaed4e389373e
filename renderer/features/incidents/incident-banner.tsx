import { Button, Kbd } from '@mantine/core';
import { IconAlertTriangle, IconLink, IconTextPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRunCommand } from '#renderer/app/commands.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { isApple, keyText } from '#renderer/app/key.ts';
import { selectPreferences } from '#renderer/app/session-slice.ts';
import { allowedOn } from '#renderer/features/case-actions/allowed.ts';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import classes from '#renderer/features/incidents/incidents.module.css';
import { INCIDENT_ANSWER_KEY, INCIDENT_KEY, selectIncidentOf } from '#renderer/features/incidents/incidents-slice.ts';
import { momentText } from '#renderer/i18n/date-text.ts';
import { screenLanguage } from '#renderer/i18n/i18n.ts';
import { wasTold } from '#shared/case/decide.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { Person } from '#shared/desk/person.ts';

/** Says above the conversation that the matter is known, with the way to link the case and to use the words for it. */
export function IncidentBanner({ state, me }: { readonly state: CaseState; readonly me: Person | null }) {
  const { t, i18n } = useTranslation('incidents');
  const act = useAct();
  const run = useRunCommand();
  const [busy, setBusy] = useState(false);
  const known = useAppSelector((root) => selectIncidentOf(root, state));
  const { keys } = useAppSelector(selectPreferences);
  if (known === null) return null;
  const { incident, linked } = known;
  const may = allowedOn(state, me);
  const key = (id: string, first: string) => <Kbd size="xs">{keyText(keys[id] ?? first, isApple(navigator.platform))}</Kbd>;
  const toggle = async () => {
    setBusy(true);
    await act(state.id, { type: linked ? 'unlinkIncident' : 'linkIncident', incident: incident.id });
    setBusy(false);
  };
  const { closed } = incident;
  const time = momentText(closed?.at ?? incident.since, i18n.language, Date.now());
  const title = incident.title[screenLanguage(i18n)];
  const told = wasTold(state, { incident: incident.id, words: closed === null ? 'known' : 'solved' });
  return (
    <section className={classes.banner} aria-label={t('one')}>
      <IconAlertTriangle size={18} className={classes.bannerIcon} aria-hidden />
      <p className={classes.bannerText} role="status">
        {t(closed !== null ? 'bannerOver' : linked ? 'bannerLinked' : 'banner', { title, time })}
        {told && ` ${t('bannerTold')}`}
      </p>
      {may.edit && (
        <Button
          size="compact-xs"
          variant="default"
          loading={busy}
          leftSection={<IconLink size={14} aria-hidden />}
          rightSection={linked ? null : key('case.linkIncident', INCIDENT_KEY)}
          onClick={() => void toggle()}
        >
          {t(linked ? 'unlink' : 'link')}
        </Button>
      )}
      {may.reply && (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconTextPlus size={14} aria-hidden />}
          rightSection={key('case.insertIncidentAnswer', INCIDENT_ANSWER_KEY)}
          onClick={() => run('case.insertIncidentAnswer')}
        >
          {t('insert')}
        </Button>
      )}
    </section>
  );
}
