// Starts the engine: settings from the environment, one server on loopback, a clean end.

import { Organizations } from './organizations.js';
import { makeServer } from './server.js';
import { readSettings } from './settings.js';

const settings = readSettings(process.env);
const organizations = new Organizations(settings);
const server = makeServer(settings, organizations);

server.on('error', (error) => {
  console.error(`cannot listen on port ${settings.port}: ${error.message}`);
  process.exit(1);
});

server.listen(settings.port, '127.0.0.1', () => {
  console.log(`node engine listens on http://127.0.0.1:${server.address().port}`);
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    // Whoever keeps a connection open for later must not keep us from ending.
    server.close(() => process.exit(0));
    server.closeAllConnections?.();
  });
}
