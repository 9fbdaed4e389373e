import { Kbd } from '@mantine/core';
import { Spotlight, type SpotlightActionGroupData, spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useCommands, useRunCommand } from '#renderer/app/commands.ts';
import { isApple, keyText } from '#renderer/app/key.ts';

/** Everything that can be done now, found by a few letters; each with its key. */
export function Palette() {
  const { t } = useTranslation('shell');
  const commands = useCommands();
  const run = useRunCommand();
  useCommand({ id: 'palette.open', label: t('palette'), group: t('groupGeneral'), defaultKey: 'mod+K', run: spotlight.open, enabled: true });
  // Commands come and go with each case that is opened: only an open palette draws them.
  const [open, setOpen] = useState(false);
  const groups = useMemo(() => {
    if (!open) return [];
    const apple = isApple(navigator.platform);
    const byGroup = new Map<string, SpotlightActionGroupData['actions']>();
    for (const { id, label, keywords = '', group, key, enabled } of commands) {
      if (!enabled || id === 'palette.open') continue;
      const actions = byGroup.get(group) ?? [];
      // After the palette is closed, so that what opens next gets the focus.
      actions.push({
        id,
        label,
        keywords: [keywords, group],
        onClick: () => requestAnimationFrame(() => run(id)),
        ...(key ? { rightSection: <Kbd>{keyText(key, apple)}</Kbd> } : {}),
      });
      byGroup.set(group, actions);
    }
    return [...byGroup].map(([group, actions]): SpotlightActionGroupData => ({ group, actions }));
  }, [commands, run, open]);
  return (
    <Spotlight
      actions={groups}
      onSpotlightOpen={() => setOpen(true)}
      onSpotlightClose={() => setOpen(false)}
      shortcut={null}
      nothingFound={t('paletteNothing')}
      attributes={{ content: { 'aria-label': t('palette') } }}
      highlightQuery
      scrollable
      maxHeight={420}
      transitionProps={{ duration: 0 }}
      searchProps={{ leftSection: <IconSearch size={18} aria-hidden />, placeholder: t('palettePlaceholder'), 'aria-label': t('palettePlaceholder') }}
    />
  );
}
