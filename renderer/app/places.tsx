import { lazy } from 'react';

const admin = () => import('#renderer/features/admin/admin-page.tsx');
const replay = () => import('#renderer/features/replay/replay-page.tsx');
const settings = () => import('#renderer/features/settings/settings-page.tsx');
const supervise = () => import('#renderer/features/supervise/supervise-page.tsx');

/*
 * The places beside the inbox, in files of their own: nobody's first cases wait for them.
 */
export const AdminPage = lazy(async () => ({ default: (await admin()).AdminPage }));
export const ReplayPage = lazy(async () => ({ default: (await replay()).ReplayPage }));
export const SettingsPage = lazy(async () => ({ default: (await settings()).SettingsPage }));
export const SupervisePage = lazy(async () => ({ default: (await supervise()).SupervisePage }));

/** Fetches what the places are made of while nothing else is to do, so that they open without the host as well; what fails is fetched when it is opened. */
export function fetchPlaces(): void {
  for (const place of [admin, replay, settings, supervise]) place().catch(() => undefined);
}
