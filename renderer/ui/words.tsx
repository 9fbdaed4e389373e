import type { TFunction } from 'i18next';
import { createContext, type ReactNode, use, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** The texts of one catalogue in the language of the screen. */
export interface Words {
  /** Other catalogues by their name before a colon. */
  readonly t: TFunction;
  readonly locale: string;
}

const WordsContext = createContext<((catalogue: string) => Words) | null>(null);

/**
 * Gives all below it the language of the screen. `useTranslation` asks the library anew in every component, with an
 * effect and a subscription each: of the rows of a conversation and a list, three or four times a row, that was a tenth
 * of what opening a case cost.
 */
export function WordsProvider({ children }: { readonly children: ReactNode }) {
  const { i18n } = useTranslation();
  const { language } = i18n;
  const words = useMemo(() => {
    const made = new Map<string, Words>();
    return (catalogue: string) => {
      const known = made.get(catalogue);
      if (known) return known;
      const fresh = { t: i18n.getFixedT(language, catalogue), locale: language };
      made.set(catalogue, fresh);
      return fresh;
    };
  }, [i18n, language]);
  return <WordsContext value={words}>{children}</WordsContext>;
}

/** The texts of a catalogue, for what stands many times on the screen; elsewhere `useTranslation` does the same. */
export function useWords(catalogue: string): Words {
  const words = use(WordsContext);
  if (words === null) throw new Error('useWords stands below WordsProvider');
  return words(catalogue);
}
