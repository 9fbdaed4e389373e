import { serveDesk } from '#tests/e2e/served-desk.ts';
import { fakeChannels, fakeConnections } from '#tests/fakes/fake-social-connection.ts';

// The demo desk whose Telegram is the fake platform.
await serveDesk({ connections: fakeConnections, socialChannels: fakeChannels });
