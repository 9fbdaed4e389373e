import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AccountValue } from '#renderer/features/customer/account-value.tsx';
import classes from '#renderer/features/customer/customer.module.css';
import { dateText } from '#renderer/i18n/date-text.ts';
import type { AccountField } from '#shared/desk/reasons.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { Account } from '#shared/wallet/account.ts';

const PHONE: AccountField = { kind: 'phone' };
const ID_NUMBER: AccountField = { kind: 'id-number' };
const EMAIL: AccountField = { kind: 'email' };

/** Personal values, masked until somebody asks for them with a reason, and what is looked at less often. */
export function AccountDetails({ account, caseId }: { readonly account: Account; readonly caseId: CaseId }) {
  const { t, i18n } = useTranslation('customer');
  const value = (field: AccountField, masked: string | undefined) =>
    masked === undefined ? undefined : <AccountValue caseId={caseId} customer={account.id} field={field} masked={masked} />;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('phone'), value(PHONE, account.phone)],
    [t('idNumber'), value(ID_NUMBER, account.idNumber)],
    [t('email'), value(EMAIL, account.email)],
    [t('kyc'), t('kycFacts', { class: t(`kyc_${account.kyc}`, { raw: account.rawKyc }), hint: t(`kycHint_${account.kyc}`) })],
    [t('registered'), dateText(account.registeredAt, i18n.language, Date.now())],
    [t('language'), t(`language_${account.language}`)],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(
        ([name, shown]) =>
          shown !== undefined && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{shown}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
