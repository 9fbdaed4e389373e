import { Alert, Button, Loader, Radio, Text, TextInput } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/composer/template.module.css';
import { languageText, templateKey } from '#renderer/features/composer/template-words.ts';
import { momentText } from '#renderer/i18n/date-text.ts';
import { filledTemplate, type ReplyTemplate } from '#shared/case/reply-template.ts';
import type { CaseTemplates } from '#shared/contract/schemas.ts';
import { foldText } from '#shared/lib/fold-text.ts';

/** A template in one line, its places as they are named. */
const lineOf = (template: ReplyTemplate) => filledTemplate(template, [], ({ name }) => `{{${name}}}`).replace(/\s+/g, ' ');

/** How current the list is, or why there is none. */
function Standing({ found, failed, again }: { readonly found: CaseTemplates | null; readonly failed: boolean; readonly again: () => void }) {
  const { t, i18n } = useTranslation(['templates', 'channels']);
  if (failed) {
    return (
      <Alert color="red" role="alert">
        {t('noAnswer')}{' '}
        <Button size="compact-xs" variant="default" onClick={again}>
          {t('again')}
        </Button>
      </Alert>
    );
  }
  if (found === null) return <Loader size="sm" role="status" aria-label={t('loading')} />;
  const { from, at, fault, templates } = found;
  if (from === 'none') return <Alert color="orange">{t('none')}</Alert>;
  const why = fault === null ? null : t(`channels:fault_${fault.replaceAll('-', '_')}`);
  const time = at === null ? '' : momentText(at, i18n.language, Date.now());
  if (from === 'unknown') return <Alert color="orange">{why === null ? t('unknown') : t('notAsked', { why })}</Alert>;
  if (why !== null) return <Alert color="orange">{t('oldList', { why, time })}</Alert>;
  if (templates.length === 0) return <Alert color="orange">{t('empty')}</Alert>;
  return from === 'told' ? (
    <Text size="xs" c="dimmed">
      {t('told', { time })}
    </Text>
  ) : null;
}

interface Props {
  readonly found: CaseTemplates | null;
  readonly failed: boolean;
  readonly again: () => void;
  readonly chosen: string | null;
  readonly onChoose: (key: string) => void;
}

/** The templates of the account with a field to find one; those that cannot go out stand there with why. */
export function TemplateList({ found, failed, again, chosen, onChoose }: Props) {
  const { t, i18n } = useTranslation('templates');
  const [sought, setSought] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const words = foldText(sought).split(/\s+/).filter(Boolean);
  const shown = (found?.templates ?? []).filter((one) => {
    const text = foldText(`${one.name} ${one.language} ${languageText(one.language, i18n.language)} ${lineOf(one)}`);
    return words.every((word) => text.includes(word));
  });
  const down = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' || event.nativeEvent.isComposing) return;
    const first = list.current?.querySelector<HTMLInputElement>('input:checked, input:not(:disabled)');
    if (!first) return;
    event.preventDefault();
    first.focus();
    first.click();
  };
  return (
    <div className={classes.choosing}>
      <TextInput data-autofocus label={t('find')} value={sought} onChange={(event) => setSought(event.currentTarget.value)} onKeyDown={down} />
      <Standing found={found} failed={failed} again={again} />
      {found !== null && found.templates.length > 0 && (
        <Radio.Group aria-label={t('list')} value={chosen} onChange={onChoose}>
          <div className={classes.list} ref={list} role="presentation">
            {shown.length === 0 && <Text size="sm">{t('noneFound')}</Text>}
            {shown.map((one) => (
              <Radio
                key={templateKey(one)}
                value={templateKey(one)}
                disabled={one.blocked !== null}
                label={`${one.name} · ${languageText(one.language, i18n.language)}`}
                description={
                  <>
                    {one.blocked !== null && <strong className={classes.blocked}>{t(`blocked_${one.blocked.replaceAll('-', '_')}`)} </strong>}
                    <span dir="auto">{lineOf(one)}</span>
                  </>
                }
              />
            ))}
          </div>
        </Radio.Group>
      )}
    </div>
  );
}
