import { PasswordInput, Radio, Switch, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/admin/admin.module.css';
import type { TypedChat } from '#renderer/features/admin/chat-typed.ts';
import type { ChatFrame } from '#shared/contract/channel-schemas.ts';

const kinds: readonly TypedChat['identity'][] = ['none', 'hs256', 'public-key'];

interface Props {
  readonly typed: TypedChat;
  /** What is kept; its key is there and is not told. */
  readonly kept: ChatFrame['identity'];
  /** What is wrong at a place, in words; null: nothing. */
  readonly fault: (path: string) => string | null;
  readonly onChange: (next: Partial<TypedChat>, ...mended: readonly string[]) => void;
}

/** How the wallet's app says who the customer is; its key goes in and is never shown again. */
export function ChatIdentityFields({ typed, kept, fault, onChange }: Props) {
  const { t } = useTranslation('chatSettings');
  const { identity } = typed;
  const isKept = kept?.kind === identity;
  const key = {
    label: t(identity === 'hs256' ? 'secret' : 'publicKey'),
    description: [isKept ? t('keySet') : '', t(identity === 'hs256' ? 'secretHint' : 'publicKeyHint')].filter((part) => part !== '').join(' '),
    value: typed.key,
    error: fault('identity.key'),
    autoComplete: 'new-password',
    spellCheck: false,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => onChange({ key: event.currentTarget.value }, 'identity.key'),
  };
  return (
    <>
      <Radio.Group
        label={t('identity')}
        description={t('identityHint')}
        value={identity}
        onChange={(value) => onChange({ identity: kinds.find((kind) => kind === value) ?? 'none', key: '' }, 'identity')}
      >
        <div className={classes.choices}>
          {kinds.map((kind) => (
            <Radio key={kind} value={kind} label={t(`identity_${kind.replaceAll('-', '_')}`)} />
          ))}
        </div>
      </Radio.Group>
      {identity === 'hs256' && <PasswordInput {...key} />}
      {identity === 'public-key' && <Textarea {...key} autosize minRows={4} maxRows={12} />}
      {identity !== 'none' && (
        <>
          <TextInput
            label={t('issuer')}
            description={t('issuerHint')}
            value={typed.issuer}
            error={fault('identity.issuer')}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => onChange({ issuer: event.currentTarget.value }, 'identity.issuer')}
          />
          <TextInput
            label={t('audience')}
            description={t('audienceHint')}
            value={typed.audience}
            error={fault('identity.audience')}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => onChange({ audience: event.currentTarget.value }, 'identity.audience')}
          />
          <Switch
            label={t('strangers')}
            description={t('strangersHint')}
            checked={typed.strangers}
            onChange={(event) => onChange({ strangers: event.currentTarget.checked })}
          />
        </>
      )}
    </>
  );
}
