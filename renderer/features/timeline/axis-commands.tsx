import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import { type AxisKind, axisKinds, type TimelineFilter } from '#renderer/features/timeline/merge-timeline.ts';

interface Props {
  readonly filter: TimelineFilter;
  readonly onFilter: (change: Partial<TimelineFilter>) => void;
  /** Null where there is nobody whose transactions could be sought. */
  readonly finding: boolean | null;
  readonly onFinding: (finding: boolean) => void;
}

function KindCommand({
  kind,
  shown,
  enabled,
  onFilter,
}: Pick<Props, 'onFilter'> & { readonly kind: AxisKind; readonly shown: boolean; readonly enabled: boolean }) {
  const { t } = useTranslation(['timeline', 'panels']);
  const label = t(shown ? 'hideKind' : 'showKind', { kind: t(`panels:chip_${kind}`) });
  useCommand({ id: `axis.${kind}`, label, keywords: t('commandWords'), group: t('list'), defaultKey: null, run: () => onFilter({ [kind]: !shown }), enabled });
  return null;
}

function FindCommand({ finding, onFinding }: Pick<Props, 'finding' | 'onFinding'>) {
  const { t } = useTranslation(['timeline', 'panels']);
  const run = () => onFinding(finding !== true);
  const label = t(finding === true ? 'panels:findClose' : 'panels:findTransactions');
  useCommand({ id: 'axis.find', label, keywords: t('commandWords'), group: t('list'), defaultKey: null, run, enabled: finding !== null });
  return null;
}

/**
 * Offers what the bar of the axis offers in the palette, and for a key in the settings; while transactions are sought their
 * kinds stand aside here as there. Who types "transactions" wants to find them rather than to hide them: finding comes first.
 */
export const AxisCommands = memo(function AxisCommands({ filter, onFilter, finding, onFinding }: Props) {
  return (
    <>
      <FindCommand finding={finding} onFinding={onFinding} />
      {axisKinds.map((kind) => (
        <KindCommand key={kind} kind={kind} shown={filter[kind]} enabled={finding !== true} onFilter={onFilter} />
      ))}
    </>
  );
});
