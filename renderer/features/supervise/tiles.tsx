import { useTranslation } from 'react-i18next';
import { grown, valueText } from '#renderer/features/supervise/figure-text.ts';
import { FlowPicture } from '#renderer/features/supervise/flow-picture.tsx';
import classes from '#renderer/features/supervise/supervise.module.css';
import { useNow } from '#renderer/ui/use-now.ts';
import type { BoardFrame } from '#shared/contract/board-schemas.ts';
import type { ServiceLevelVariant } from '#shared/metrics/figure-definitions.ts';

/** A share as a ring that fills. */
function Ring({ share }: { readonly share: number }) {
  const around = 2 * Math.PI * 20;
  return (
    <svg width={50} height={50} viewBox="0 0 50 50" className={classes.ring} aria-hidden="true">
      <circle cx={25} cy={25} r={20} className={classes.ringTrack} />
      <circle cx={25} cy={25} r={20} className={classes.ringPart} strokeDasharray={around} strokeDashoffset={around * (1 - share)} />
    </svg>
  );
}

/** What a supervisor looks at first: who waits, how long, how well, and who is there. */
export function Tiles({ frame, variant }: { readonly frame: BoardFrame; readonly variant: ServiceLevelVariant }) {
  const { t, i18n } = useTranslation('supervise');
  const now = useNow(1000);
  const { figures, agents } = frame.board.total;
  const level = figures[variant];
  const longest = grown(figures.longestWait, frame.board.at, now);
  const paused = agents.break.length + agents.away.length;
  const there = Math.max(1, agents.available.length + agents.busy.length + paused);
  return (
    <div className={classes.tiles}>
      <div className={classes.tile} data-tile="waiting" data-tone={figures.overdue.numerator > 0 ? 'bad' : undefined}>
        <span className={classes.tileName}>{t('tileWaiting')}</span>
        <strong className={classes.tileValue}>{figures.waiting.numerator.toLocaleString(i18n.language)}</strong>
        <span className={classes.tileMore}>
          {figures.waiting.numerator === 0
            ? t('tileNobody')
            : `${t('figure_overdue')} ${figures.overdue.numerator} · ${t('figure_atRisk')} ${figures.atRisk.numerator}`}
        </span>
      </div>
      <div className={classes.tile}>
        <span className={classes.tileName}>{t('tileLongest')}</span>
        <strong className={classes.tileValue}>{valueText('longestWait', longest, i18n.language)}</strong>
      </div>
      <div className={classes.tile}>
        <span className={classes.tileName}>{t('tileLevel')}</span>
        <span className={classes.tileRow}>
          <strong className={classes.tileValue}>{valueText(variant, level.value, i18n.language)}</strong>
          {level.value !== null && <Ring share={level.value} />}
        </span>
        <span className={classes.tileMore}>
          {level.value === null ? t('tileNone') : t('tileTarget', { numerator: level.numerator, denominator: level.denominator ?? 0 })}
        </span>
      </div>
      <div className={classes.tile} title={t('tileAgentsHint')}>
        <span className={classes.tileName}>{t('tileAgents')}</span>
        <span className={classes.bar} aria-hidden>
          <span data-state="available" style={{ flexGrow: agents.available.length / there }} />
          <span data-state="busy" style={{ flexGrow: agents.busy.length / there }} />
          <span data-state="break" style={{ flexGrow: paused / there }} />
        </span>
        <span className={classes.tileMore}>{t('tileAgentsValue', { available: agents.available.length, busy: agents.busy.length, away: paused })}</span>
      </div>
      <div className={classes.tile}>
        <span className={classes.tileName}>{t('flow')}</span>
        <FlowPicture flow={frame.flow} />
      </div>
    </div>
  );
}
