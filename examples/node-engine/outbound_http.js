// Sends one HTTP request and reads its answer, with a time limit on the whole.

/**
 * The answer, whatever its status: `{status, json, retryAfterMs, date}`, `json` undefined when it is no JSON.
 * Throws when there is no complete answer in time; then nobody knows what the server did.
 */
export async function send(method, url, { headers, body, timeoutMs }) {
  const response = await fetch(url, {
    method,
    headers: {
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  });
  return {
    status: response.status,
    json: parsed(await response.text()),
    retryAfterMs: retryAfterMs(response.headers.get('retry-after')),
    date: Date.parse(response.headers.get('date') ?? ''), // the server's own clock; NaN where it does not say
  };
}

/** Whether a later repeat of a request that was answered so may well succeed. */
export function isPassing(status) {
  return status >= 500 || [408, 425, 429].includes(status);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The header's seconds. Its other form, a date, is left alone: it would need the server's own clock. */
function retryAfterMs(value) {
  return /^\d{1,6}$/.test(value ?? '') ? Number(value) * 1000 : null;
}
