import { useTranslation } from 'react-i18next';
import { selectEngine } from '#renderer/app/desk-slice.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/settings/settings.module.css';
import { clockTimeText, momentText } from '#renderer/i18n/date-text.ts';

/** Where the desk's log lies and how the console stands to it. */
export function EnginePanel() {
  const { t, i18n } = useTranslation('settings');
  const health = useAppSelector(selectEngine);
  if (health === null) return null;
  const { kind, state, since, server, version, replicas, durability, behind, troubles, lastError } = health;
  const moment = (at: number) => momentText(at, i18n.language, Date.now());
  const embedded = kind === 'embedded';
  const facts: readonly (readonly [string, string])[] = [
    [t('engineKind'), t(`engineKind_${kind}`)],
    [
      t('engineState'),
      state === 'connected'
        ? t('engineSince', { time: moment(since) })
        : t(`status:engine_${state}`, { time: clockTimeText(since, i18n.language), server: server ?? '' }),
    ],
    ...(server === null ? [] : [[t('engineServer'), `${server}${version ? ` · ${version}` : ''}`] as const]),
    ...(embedded || replicas === null ? [] : [[t('engineReplicas'), t('engineReplicasValue', { count: replicas })] as const]),
    [t('engineDurability'), t(`durability_${embedded && durability === 'not-yet' ? 'memory' : durability}`)],
    ...(behind === null ? [] : [[t('engineBehind'), t('engineBehindValue', { count: behind })] as const]),
    [t('engineError'), lastError === null ? t('engineNoError') : `${moment(lastError.at)} · ${lastError.text}`],
  ];
  return (
    <section className={classes.section} aria-labelledby="settings-engine">
      <h2 id="settings-engine">{t('engine')}</h2>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {troubles.length > 0 && (
        <ul className={classes.troubles} aria-label={t('engineTroubles')}>
          {troubles.map(({ trouble, at, count, detail }) => (
            <li key={trouble}>
              {t(`status:trouble_${trouble}`)} {t('engineTroubleTimes', { count, time: moment(at) })} <bdi className={classes.about}>{detail}</bdi>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
