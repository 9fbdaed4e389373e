import { Pill, PillsInput } from '@mantine/core';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/composer/composer.module.css';
import { type Addressee, addresseeKey, isAddress, MAX_CHIPS, splitAddresses } from '#shared/case/recipients.ts';

/** What ends an address while it is being typed, in both scripts; a blank only behind a whole one. */
const ENDS = /[,;，；、\r\n]/;

interface Props {
  /** The field's name. */
  readonly label: string;
  readonly chips: readonly Addressee[];
  readonly onChange: (chips: readonly Addressee[]) => void;
  /** Why an address cannot be written to, in words; null where it can. */
  readonly faultOf: (one: Addressee) => string | null;
  readonly disabled: boolean;
  readonly focused: boolean;
}

const shownOf = (one: Addressee): string => ('token' in one ? one.masked : one.address);

/** Addresses as chips: Enter, a comma, a semicolon or leaving the field adds what was typed, Backspace takes the last one out, many are pasted at once. */
export function AddressField({ label, chips, onChange, faultOf, disabled, focused }: Props) {
  const { t } = useTranslation('mail');
  const [typed, setTyped] = useState('');
  const faultsId = useId();
  const field = useRef<HTMLInputElement>(null);
  const faults = [...new Set(chips.flatMap((one) => faultOf(one) ?? []))];
  const add = (text: string) => {
    setTyped('');
    const here = new Set(chips.map(addresseeKey));
    const fresh = splitAddresses(text).filter((address) => !here.has(address));
    if (fresh.length > 0) onChange([...chips, ...fresh.map((address) => ({ address }))].slice(0, MAX_CHIPS));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const { key, keyCode, nativeEvent, ctrlKey, metaKey } = event;
    // While an input method composes, its keys are its own.
    if (nativeEvent.isComposing || keyCode === 229) return;
    if (key === 'Enter' && !ctrlKey && !metaKey) {
      event.preventDefault();
      add(typed);
    } else if (key === ' ' && isAddress(typed.trim())) {
      event.preventDefault();
      add(typed);
    } else if (key === 'Backspace' && typed === '' && chips.length > 0) {
      event.preventDefault();
      onChange(chips.slice(0, -1));
    }
  };
  return (
    <div className={classes.addresses}>
      <PillsInput size="xs" variant="unstyled" disabled={disabled}>
        <Pill.Group>
          {chips.map((one) => {
            const shown = shownOf(one);
            return (
              <Pill
                key={addresseeKey(one)}
                className={classes.chip}
                data-fault={faultOf(one) !== null || undefined}
                disabled={disabled}
                withRemoveButton={!disabled}
                onRemove={() => {
                  onChange(chips.filter((other) => other !== one));
                  field.current?.focus();
                }}
                removeButtonProps={{ 'aria-label': t('removeAddress', { address: shown }), 'aria-hidden': false, tabIndex: 0 }}
              >
                <bdi>{shown}</bdi>
              </Pill>
            );
          })}
          <PillsInput.Field
            ref={field}
            aria-label={label}
            aria-invalid={faults.length > 0 || undefined}
            aria-describedby={faults.length > 0 ? faultsId : undefined}
            autoComplete="off"
            spellCheck={false}
            inputMode="email"
            data-address-field
            autoFocus={focused}
            disabled={disabled}
            value={typed}
            placeholder={chips.length === 0 ? t('addressHint') : ''}
            onChange={(event) => {
              const { value } = event.currentTarget;
              if (ENDS.test(value)) add(value);
              else setTyped(value);
            }}
            onPaste={(event) => {
              const pasted = event.clipboardData.getData('text');
              if (!ENDS.test(pasted) && !isAddress(pasted.trim().toLowerCase())) return;
              event.preventDefault();
              add(`${typed}${pasted}`);
            }}
            onKeyDown={onKeyDown}
            onBlur={() => {
              if (typed.trim() !== '') add(typed);
            }}
          />
        </Pill.Group>
      </PillsInput>
      {faults.length > 0 && (
        <p id={faultsId} className={classes.addressFault} role="alert">
          {faults.join(' ')}
        </p>
      )}
    </div>
  );
}
