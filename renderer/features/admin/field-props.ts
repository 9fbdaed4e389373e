import type { Configuration, ListName } from '#shared/desk/configuration.ts';

export type ItemOf<L extends ListName> = Configuration[L][number];

/** What each form of an item is given. */
export interface FormProps<L extends ListName> {
  readonly value: ItemOf<L>;
  readonly onChange: (value: ItemOf<L>) => void;
  /** The fault of a field by its path within the item, such as `name.en`; null where there is none. */
  readonly fault: (path: string) => string | null;
  readonly configuration: Configuration;
}

/** What a number field says: an empty one is not a number, which the desk refuses in words. */
export const numberOf = (value: number | string): number => (typeof value === 'number' ? value : Number.NaN);

/** A number as a field shows it. */
export const shownNumber = (value: number): number | string => (Number.isNaN(value) || value === null ? '' : value);
