// What the engine has to be told, from environment variables. Secrets never come on the command line.

const MANDATORY = ['FLOURISH_URL', 'ORDO_URL', 'ORDO_EVENTS_SECRET', 'ENGINE_PORT'];

/** The settings, or a clear word and the end when one is missing or makes no sense. */
export function readSettings(environment) {
  const missing = MANDATORY.filter((name) => !environment[name]);
  if (missing.length > 0) complain(`set ${missing.join(', ')}; README.md says what they mean`);
  const port = Number(environment.ENGINE_PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65535) complain('ENGINE_PORT is not a port');
  const seconds = Number(environment.ENGINE_HTTP_TIMEOUT ?? 5);
  if (!(seconds > 0)) complain('ENGINE_HTTP_TIMEOUT is not a number of seconds');
  return {
    port,
    flourishUrl: origin(environment, 'FLOURISH_URL'),
    ordoUrl: origin(environment, 'ORDO_URL'),
    // How Flourish reaches us; the webhook endpoint URL begins with it.
    publicUrl: origin(environment, 'ENGINE_PUBLIC_URL', `http://127.0.0.1:${port}`),
    eventsSecret: environment.ORDO_EVENTS_SECRET,
    timeoutMs: seconds * 1000,
    // In a laboratory time is data: with it the gate may move our clocks. Never in production.
    labClock: environment.ENGINE_LAB_CLOCK === '1',
  };
}

function origin(environment, name, otherwise) {
  try {
    return new URL(environment[name] || otherwise).href.replace(/\/+$/, '');
  } catch {
    return complain(`${name} is not a URL`);
  }
}

function complain(what) {
  console.error(`node engine: ${what}`);
  process.exit(2);
}
