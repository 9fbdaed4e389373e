import { useState } from 'react';
import { useAppDispatch } from '#renderer/app/hooks.ts';
import { loginUsed, signedIn } from '#renderer/app/session-slice.ts';
import { type DoorFault, doorFault } from '#renderer/features/sign-in/door-fault.ts';
import type { Me } from '#shared/contract/schemas.ts';

/** Runs a call that signs in: whether it runs, why it failed, and who came in. Answers whether it did. */
export function useEntering() {
  const dispatch = useAppDispatch();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<DoorFault | null>(null);
  const enter = async (login: string, call: () => Promise<Me>): Promise<boolean> => {
    setBusy(true);
    setFault(null);
    try {
      const me = await call();
      dispatch(loginUsed(login));
      dispatch(signedIn(me));
      return true;
    } catch (cause) {
      setFault(doorFault(cause));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, fault, enter };
}
