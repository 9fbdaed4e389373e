import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { selectIncidents } from '#renderer/features/incidents/incidents-slice.ts';
import { type Suggestions, type SuggestionWords, suggestionsFor } from '#renderer/features/search/suggestions.ts';
import { screenLanguage } from '#renderer/i18n/i18n.ts';

/** What may be put where the cursor stands, in the words of the screen. */
export function useSuggestions(text: string, caret: number): Suggestions | null {
  const { t, i18n } = useTranslation('search');
  const configuration = useAppSelector(selectConfiguration);
  const incidents = useAppSelector(selectIncidents);
  const language = screenLanguage(i18n);
  return useMemo(() => {
    const words: SuggestionWords = {
      language,
      operator: (operator) => t(`help_${operator}`),
      channel: (channel) => t(`conversation:channel_${channel}`, { defaultValue: channel }),
      status: (status) => t(`conversation:status_${status}`, { defaultValue: status }),
      word: (word) => t(`value_${word}`),
      days: (count) => t('value_days', { count }),
    };
    return suggestionsFor(text, caret, { configuration, incidents }, words);
  }, [text, caret, configuration, incidents, language, t]);
}
