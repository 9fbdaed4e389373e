import { contextBridge, ipcRenderer } from 'electron';
import { handOver } from '#electron/preload/hand-over.ts';
import { hearCalls } from '#electron/preload/hear-calls.ts';
import { tellCopied } from '#electron/preload/tell-copied.ts';

contextBridge.exposeInMainWorld('consoleHost', Object.freeze({ edition: 'desktop', tellCopied: tellCopied(ipcRenderer), onCall: hearCalls(ipcRenderer) }));
handOver(ipcRenderer, window);
