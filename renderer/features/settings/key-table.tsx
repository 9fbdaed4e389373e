import { Button } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommands } from '#renderer/app/commands.ts';
import { isApple, keyOf, keyText, writes } from '#renderer/app/key.ts';
import classes from '#renderer/features/settings/settings.module.css';

type Keys = Readonly<Record<string, string>>;

/** Kept where a person took a command's key away. */
const NO_KEY = '';

/** Every action with its key; a press on the key waits for another one. */
export function KeyTable({ keys, onChange }: { readonly keys: Keys; readonly onChange: (change: (keys: Keys) => Record<string, string>) => void }) {
  const { t } = useTranslation('settings');
  const commands = useCommands();
  const [recording, setRecording] = useState<string | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const apple = isApple(navigator.platform);
  const record = (event: KeyboardEvent, id: string) => {
    if (recording !== id || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return setRecording(null);
    const key = keyOf(event.nativeEvent, apple);
    if (key === null) return;
    if (writes(key)) return setTold(t('keyWrites', { key: keyText(key, apple) }));
    const taken = commands.find((command) => command.id !== id && command.key === key);
    onChange((all) => ({ ...all, ...(taken ? { [taken.id]: NO_KEY } : {}), [id]: key }));
    setTold(taken ? t('keyTaken', { key: keyText(key, apple), command: taken.label }) : null);
    setRecording(null);
  };
  return (
    <>
      <p className={classes.about}>{t('keysHint')}</p>
      <p role="status" className={classes.told}>
        {told}
      </p>
      <table className={classes.keys}>
        <thead>
          <tr>
            <th scope="col">{t('keyGroup')}</th>
            <th scope="col">{t('keyAction')}</th>
            <th scope="col">{t('key')}</th>
          </tr>
        </thead>
        <tbody>
          {commands.map(({ id, group, label, key, defaultKey }) => (
            <tr key={id}>
              <td className={classes.about}>{group}</td>
              <th scope="row">{label}</th>
              <td>
                <Button
                  size="compact-sm"
                  variant={recording === id ? 'filled' : 'default'}
                  aria-label={t('keyChange', { command: label, key: key ? keyText(key, apple) : t('keyNone') })}
                  onClick={() => setRecording(recording === id ? null : id)}
                  onKeyDown={(event) => record(event, id)}
                  onBlur={() => setRecording(null)}
                >
                  {recording === id ? t('keyPress') : key ? keyText(key, apple) : t('keyNone')}
                </Button>
                {(keys[id] ?? defaultKey) !== defaultKey && (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    aria-label={t('keyResetOf', { command: label })}
                    onClick={() => onChange((all) => Object.fromEntries(Object.entries(all).filter(([command]) => command !== id)))}
                  >
                    {t('keyReset')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
