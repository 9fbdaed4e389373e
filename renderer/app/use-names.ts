import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import { UNSORTED } from '#shared/desk/desk-stream.ts';
import type { Language, Localized } from '#shared/lib/localized.ts';

/** The desk's names in the language of the screen; an id that the desk does not know stands for itself. */
export interface Names {
  readonly person: (id: string) => string;
  readonly queue: (id: string) => string;
  readonly tag: (id: string) => string;
  readonly disposition: (id: string) => string;
  /** Who acted: a colleague's name, or the word for customer and system. */
  readonly actor: (actor: Actor) => string;
}

/** Builds the look-up of names from the desk's configuration. */
export function namesOf(
  configuration: Configuration | null,
  language: Language,
  words: { readonly customer: string; readonly system: string; readonly unsorted: string },
): Names {
  const table = (items: readonly { readonly id: string; readonly name: Localized }[] | undefined) => {
    const names = new Map((items ?? []).map((item) => [item.id as string, item.name[language]]));
    return (id: string) => names.get(id) ?? id;
  };
  const person = table(configuration?.people);
  const queue = table(configuration?.queues);
  return {
    person,
    queue: (id) => (id === UNSORTED ? words.unsorted : queue(id)),
    tag: table(configuration?.tags),
    disposition: table(configuration?.dispositions),
    actor: ({ kind, id }) => (kind === 'customer' ? words.customer : kind === 'system' ? words.system : person(id)),
  };
}

/** The desk's names in the language of the screen. */
export function useNames(): Names {
  const configuration = useAppSelector(selectConfiguration);
  const { t, i18n } = useTranslation('conversation');
  return useMemo(
    () => namesOf(configuration, i18n.language === 'zh-CN' ? 'zh-CN' : 'en', { customer: t('customer'), system: t('system'), unsorted: t('unsorted') }),
    [configuration, i18n.language, t],
  );
}
