import { ActionIcon } from '@mantine/core';
import {
  IconArrowBigLeft,
  IconLock,
  IconMessage,
  IconMessageForward,
  IconPhoneIncoming,
  IconPhoneOff,
  IconPhoneOutgoing,
  IconPhoneX,
  IconPointFilled,
  IconProgressHelp,
} from '@tabler/icons-react';
import { memo } from 'react';
import { useAppDispatch } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { entryFocused } from '#renderer/app/workspace-slice.ts';
import { stepText } from '#renderer/features/conversation/step-text.ts';
import classes from '#renderer/features/timeline/timeline.module.css';
import { fullText, timeText } from '#renderer/i18n/date-text.ts';
import { useWords } from '#renderer/ui/words.tsx';
import { type Entry, isMessage, type MessageEntry, type StepEntry } from '#shared/case/state.ts';

const icons = { received: IconMessage, sent: IconMessageForward, note: IconLock } as const;

/** A call has its own picture on the axis, other steps a point. */
function stepIcon({ step }: StepEntry) {
  if (step.type === 'call.started') return step.body.direction === 'inbound' ? IconPhoneIncoming : IconPhoneOutgoing;
  if (step.type === 'call.missed') return IconPhoneX;
  return step.type === 'call.ended' || step.type === 'call.hungUp' ? IconPhoneOff : IconPointFilled;
}

function Words({ entry }: { readonly entry: MessageEntry }) {
  const { t } = useWords('timeline');
  if (entry.text === null) return <em>{t('conversation:erased')}</em>;
  const words = entry.text.replace(/\s+/g, ' ').trim();
  if (words !== '') return <bdi>{words}</bdi>;
  return <em>{entry.attachments.length > 0 ? t('files', { count: entry.attachments.length }) : t('noWords')}</em>;
}

function Time({ at }: { readonly at: number }) {
  const { locale } = useWords('timeline');
  return (
    <time className={classes.time} title={fullText(at, locale)}>
      {timeText(at, locale)}
    </time>
  );
}

/** One message, note or step of this case on the axis. */
export const EntryRow = memo(function EntryRow({ entry, contact }: { readonly entry: Entry; readonly contact: string }) {
  const { t, locale } = useWords('timeline');
  const dispatch = useAppDispatch();
  const names = useNames();
  const jump = (
    <ActionIcon size="sm" variant="subtle" className={classes.jump} aria-label={t('jump')} title={t('jump')} onClick={() => dispatch(entryFocused(entry.id))}>
      <IconArrowBigLeft size={14} />
    </ActionIcon>
  );
  if (isMessage(entry)) {
    const Icon = icons[entry.kind];
    const who = entry.kind === 'received' ? contact : names.actor(entry.actor);
    return (
      <div className={classes.item} data-kind={entry.kind}>
        <Icon className={classes.icon} size={16} stroke={1.7} aria-hidden />
        <div className={classes.body}>
          <div className={classes.line}>
            <span className={classes.who}>
              <Time at={entry.at} /> <bdi>{who}</bdi>
              {entry.kind === 'note' && ` · ${t('conversation:note')}`}
            </span>
            {jump}
          </div>
          <div className={classes.words} dir="auto">
            <Words entry={entry} />
          </div>
        </div>
      </div>
    );
  }
  const Icon = entry.kind === 'step' ? stepIcon(entry) : IconProgressHelp;
  const call = entry.kind === 'step' && entry.step.type.startsWith('call.');
  const text =
    entry.kind === 'step' ? stepText({ t, locale, names, now: Date.now() }, entry) : { text: t('conversation:unsupported', { type: entry.type }), words: null };
  return (
    <div className={classes.item} data-kind={call ? 'call' : 'step'}>
      <Icon className={classes.icon} size={call ? 16 : 14} aria-hidden />
      <div className={classes.body}>
        <div className={classes.stepLine}>
          <Time at={entry.at} /> {text.text}
          {text.words && <q dir="auto">{text.words}</q>}
        </div>
      </div>
    </div>
  );
});
