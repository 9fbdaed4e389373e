import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LoadParts, readOlderCases } from '#renderer/features/customer/load-customer.ts';
import classes from '#renderer/features/timeline/timeline.module.css';
import type { CustomerId } from '#shared/lib/ids.ts';

/** Cases too old to be kept here, read at a press. */
export function OlderCases({ parts, customer, count }: { readonly parts: LoadParts; readonly customer: CustomerId; readonly count: number }) {
  const { t } = useTranslation('timeline');
  const [asked, setAsked] = useState<'no' | 'yes' | 'failed'>('no');
  const read = async () => {
    setAsked('yes');
    const done = await readOlderCases(parts, customer);
    setAsked(done ? 'no' : 'failed');
  };
  return (
    <p className={classes.note} role={asked === 'failed' ? 'alert' : undefined}>
      {asked === 'failed' && t('olderFault')}{' '}
      <Button size="compact-xs" variant="subtle" loading={asked === 'yes'} onClick={() => void read()}>
        {t('older', { count })}
      </Button>
    </p>
  );
}
