import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { selectIncidents } from '#renderer/features/incidents/incidents-slice.ts';
import { screenLanguage } from '#renderer/i18n/i18n.ts';
import { useWords, type Words } from '#renderer/ui/words.tsx';
import type { Actor } from '#shared/case/actor.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import { UNSORTED } from '#shared/desk/desk-stream.ts';
import type { Incident } from '#shared/desk/incidents/incident.ts';
import type { Language, Localized } from '#shared/lib/localized.ts';

/** The desk's names in the language of the screen; an id that the desk does not know stands for itself. */
export interface Names {
  readonly person: (id: string) => string;
  readonly queue: (id: string) => string;
  readonly tag: (id: string) => string;
  readonly disposition: (id: string) => string;
  /** The title of an incident; its word where it is not told here. */
  readonly incident: (id: string) => string;
  /** Who acted: a colleague's name, or the word for customer and system. */
  readonly actor: (actor: Actor) => string;
}

/** Builds the look-up of names from the desk's configuration. */
export function namesOf(
  configuration: Configuration | null,
  language: Language,
  words: { readonly customer: string; readonly system: string; readonly unsorted: string; readonly incident: string },
  incidents: readonly Incident[] = [],
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
    incident: (id) => incidents.find((one) => one.id === id)?.title[language] ?? words.incident,
    actor: ({ kind, id }) => (kind === 'customer' ? words.customer : kind === 'system' ? words.system : person(id)),
  };
}

interface Made {
  readonly words: Words;
  readonly incidents: readonly Incident[];
  readonly names: Names;
}

/** One table for all who ask while configuration, incidents and language stay, however many rows they are. */
const made = new WeakMap<object, Made>();
const UNKNOWN = {};

function madeFrom(configuration: Configuration | null, incidents: readonly Incident[], words: Words): Names {
  const known = made.get(configuration ?? UNKNOWN);
  if (known?.words === words && known.incidents === incidents) return known.names;
  const { t, locale } = words;
  const language = screenLanguage({ language: locale });
  const said = { customer: t('customer'), system: t('system'), unsorted: t('unsorted'), incident: t('incidents:one') };
  const names = namesOf(configuration, language, said, incidents);
  made.set(configuration ?? UNKNOWN, { words, incidents, names });
  return names;
}

/** The desk's names in the language of the screen. */
export function useNames(): Names {
  return madeFrom(useAppSelector(selectConfiguration), useAppSelector(selectIncidents), useWords('conversation'));
}
