import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { DemoState, HostInfo, StartupFrame, SyncFrame } from '#shared/contract/schemas.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import type { EngineHealth } from '#shared/desk/engine-health.ts';
import type { StorageHealth } from '#shared/desk/storage-health.ts';

export interface DeskSlice {
  readonly host: HostInfo | null;
  readonly configuration: Configuration | null;
  readonly startup: StartupFrame;
  readonly sync: SyncFrame;
  readonly demo: DemoState | null;
  readonly engine: EngineHealth | null;
  readonly storage: StorageHealth | null;
}

const initialState: DeskSlice = {
  host: null,
  configuration: null,
  startup: { phase: 'opening', done: 0, total: 0 },
  sync: { state: 'catching-up', upTo: null, behind: 0 },
  demo: null,
  engine: null,
  storage: null,
};

/** What the host tells of itself and of the desk. */
export const deskSlice = createSlice({
  name: 'desk',
  initialState: initialState as DeskSlice,
  reducers: {
    hostSeen: (slice, { payload }: PayloadAction<HostInfo>) => ({ ...slice, host: payload }),
    configurationSeen: (slice, { payload }: PayloadAction<Configuration>) => ({ ...slice, configuration: payload }),
    startupAdvanced: (slice, { payload }: PayloadAction<StartupFrame>) => ({ ...slice, startup: payload }),
    syncAdvanced: (slice, { payload }: PayloadAction<SyncFrame>) => ({ ...slice, sync: payload }),
    engineAdvanced: (slice, { payload }: PayloadAction<EngineHealth>) => ({ ...slice, engine: payload }),
    storageAdvanced: (slice, { payload }: PayloadAction<StorageHealth>) => ({ ...slice, storage: payload }),
    demoAdvanced: (slice, { payload }: PayloadAction<DemoState>) => ({ ...slice, demo: payload }),
  },
});

export const { hostSeen, configurationSeen, startupAdvanced, syncAdvanced, engineAdvanced, storageAdvanced, demoAdvanced } = deskSlice.actions;

interface WithDesk {
  readonly desk: DeskSlice;
}

export const selectHost = (root: WithDesk): HostInfo | null => root.desk.host;
export const selectDemo = (root: WithDesk): boolean => root.desk.host?.demo ?? false;
export const selectConfiguration = (root: WithDesk): Configuration | null => root.desk.configuration;
export const selectStartup = (root: WithDesk): StartupFrame => root.desk.startup;
export const selectSync = (root: WithDesk): SyncFrame => root.desk.sync;
export const selectEngine = (root: WithDesk): EngineHealth | null => root.desk.engine;
export const selectStorage = (root: WithDesk): StorageHealth | null => root.desk.storage;
export const selectDemoState = (root: WithDesk): DemoState | null => root.desk.demo;
