import { Button, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FocusEvent, type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { selectPreferences } from '#renderer/app/session-slice.ts';
import { useSavePreferences } from '#renderer/app/use-save-preferences.ts';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import classes from '#renderer/features/search/search-box.module.css';
import { MAX_SAVED_SEARCHES, type SavedSearch } from '#shared/contract/schemas.ts';
import { findSensitive } from '#shared/wallet/find-sensitive.ts';

const NAME_LENGTH = 60;

/** What stands in a name before is a proposal: who types replaces it. */
const selectAll = ({ currentTarget }: FocusEvent<HTMLInputElement>): void => currentTarget.select();

/** Saves what is typed under a name. */
function KeepForm({ text, saved, onKept }: { readonly text: string; readonly saved: readonly SavedSearch[]; readonly onKept: (kept: SavedSearch) => void }) {
  const { t } = useTranslation('search');
  const [name, setName] = useState(text.slice(0, NAME_LENGTH));
  const same = saved.some((one) => one.name === name.trim());
  if (text === '') return <Text size="sm">{t('savedNothing')}</Text>;
  if (findSensitive(text).length > 0) {
    return (
      <Text size="sm" role="alert">
        {t('savedSecret')}
      </Text>
    );
  }
  if (!same && saved.length >= MAX_SAVED_SEARCHES) return <Text size="sm">{t('savedMost', { count: MAX_SAVED_SEARCHES })}</Text>;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') onKept({ name: name.trim(), text });
  };
  return (
    <form className={classes.keepForm} onSubmit={submit}>
      <p className={classes.typed}>{t('savedText', { text })}</p>
      <TextInput
        label={t('savedName')}
        description={same ? t('savedReplaces') : undefined}
        value={name}
        maxLength={NAME_LENGTH}
        required
        withAsterisk={false}
        data-autofocus
        onFocus={selectAll}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit">{t('savedKeep')}</Button>
    </form>
  );
}

interface ItemProps {
  readonly one: SavedSearch;
  readonly taken: (name: string) => boolean;
  readonly onRun: () => void;
  readonly onRenamed: (name: string) => void;
  readonly onDeleted: () => void;
}

function Item({ one, taken, onRun, onRenamed, onDeleted }: ItemProps) {
  const { t } = useTranslation('search');
  const [name, setName] = useState<string | null>(null);
  if (name !== null) {
    const clash = name.trim() !== one.name && taken(name.trim());
    const submit = (event: FormEvent) => {
      event.preventDefault();
      if (clash || name.trim() === '') return;
      onRenamed(name.trim());
      setName(null);
    };
    return (
      <form className={classes.item} onSubmit={submit}>
        <TextInput
          aria-label={t('savedName')}
          error={clash ? t('savedSame') : undefined}
          value={name}
          maxLength={NAME_LENGTH}
          required
          autoFocus
          onFocus={selectAll}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" size="compact-sm">
          {t('keepName')}
        </Button>
        <Button variant="default" size="compact-sm" onClick={() => setName(null)}>
          {t('cancel')}
        </Button>
      </form>
    );
  }
  return (
    <div className={classes.item}>
      <button type="button" className={classes.run} title={t('savedRun')} onClick={onRun}>
        <strong>{one.name}</strong>
        <code>{one.text}</code>
      </button>
      <Button variant="default" size="compact-sm" aria-label={t('savedRename', { name: one.name })} onClick={() => setName(one.name)}>
        {t('rename')}
      </Button>
      <Button variant="default" size="compact-sm" aria-label={t('savedDelete', { name: one.name })} onClick={onDeleted}>
        {t('delete')}
      </Button>
    </div>
  );
}

interface Props {
  /** What is typed in the search box. */
  readonly text: string;
  readonly onRun: (saved: SavedSearch) => void;
  readonly onClose: () => void;
}

/** A person's saved searches: kept, run, renamed and deleted here. */
export function SavedSearches({ text, onRun, onClose }: Props) {
  const { t } = useTranslation('search');
  const saved = useAppSelector(selectPreferences).searches ?? [];
  const save = useSavePreferences();
  const write = (change: (all: readonly SavedSearch[]) => readonly SavedSearch[], onKept?: () => void) =>
    save(({ searches = [] }) => ({ searches: [...change(searches)] }), onKept);
  const keep = (kept: SavedSearch) => {
    write(
      (all) => [...all.filter(({ name }) => name !== kept.name), kept],
      () => notifications.show({ message: t('savedDone', { name: kept.name }), role: 'status' }),
    );
    onClose();
  };
  return (
    <FormDialog title={t('saved')} onClose={onClose}>
      <KeepForm text={text} saved={saved} onKept={keep} />
      <ul className={classes.saved}>
        {saved.map((one) => (
          <li key={one.name}>
            <Item
              one={one}
              taken={(name) => saved.some((other) => other.name === name)}
              onRun={() => {
                onClose();
                onRun(one);
              }}
              onRenamed={(name) => write((all) => all.map((other) => (other.name === one.name ? { ...other, name } : other)))}
              onDeleted={() => write((all) => all.filter((other) => other.name !== one.name))}
            />
          </li>
        ))}
      </ul>
      {saved.length === 0 && <Text size="sm">{t('savedNone')}</Text>}
    </FormDialog>
  );
}
