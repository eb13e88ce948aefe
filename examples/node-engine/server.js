// The engine's HTTP side: which request goes where, and how answers and errors look.

import { createServer } from 'node:http';

import { CallerError, parseObject } from './caller_error.js';
import { receiveConnection } from './receive_connection.js';
import { receiveFlourishWebhook } from './receive_flourish_webhook.js';
import { receiveOrdoEvent } from './receive_ordo_event.js';

const LARGEST_BODY = 4 * 1024 * 1024;
const KEEP_ALIVE_MS = 120_000; // longer than callers keep idle connections, so that we never hang up on them
const WEBHOOK_PATH = /^\/v1\/flourish-webhooks\/([0-9a-f]{1,64})$/;
const OUR_MISTAKE = { status: 500, code: 'internal_error', message: 'the engine has made a mistake' };
const VERSION = '1.0.0';

export function makeServer(settings, organizations) {
  const server = createServer(async (request, response) => {
    try {
      const { status = 200, body } = await route(request, { settings, organizations });
      answer(response, status, body);
    } catch (error) {
      if (response.destroyed) return; // the caller has hung up
      if (!(error instanceof CallerError)) console.error(error);
      const { status, code, message } = error instanceof CallerError ? error : OUR_MISTAKE;
      answer(response, status, { error: { code, message } });
    }
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}

async function route(request, { settings, organizations }) {
  const [pathname, query] = request.url.split('?', 2);
  if (pathname === '/healthz') {
    mustBe('GET', request);
    const id = new URLSearchParams(query).get('organization_id');
    return { body: health(settings, organizations.chosen(id)) };
  }
  const receive = receiverOf(pathname, settings);
  mustBe('POST', request);
  const body = await readBody(request);
  return receive({ body, headers: request.headers, settings, organizations });
}

function receiverOf(pathname, settings) {
  if (pathname === '/v1/connection') return receiveConnection;
  if (pathname === '/v1/ordo-events') return receiveOrdoEvent;
  if (pathname === '/_lab/clock' && settings.labClock) return moveClock;
  const connectionId = WEBHOOK_PATH.exec(pathname)?.[1];
  if (connectionId) return (message) => receiveFlourishWebhook(connectionId, message);
  throw new CallerError(404, 'not_found', `there is nothing at ${pathname}`);
}

/** What is still to be done. The gate waits until nothing is due and the activity stands still. */
function health(settings, organizations) {
  const pending = organizations.map((one) => one.pending);
  const dueTimes = pending.flatMap((one) => one.dueTimes);
  const ages = pending.flatMap((one) => one.ages);
  return {
    status: 'ok',
    pending: {
      due: sum(pending.map((one) => one.due)),
      later: dueTimes.length,
      next_due_at: dueTimes.length > 0 ? new Date(Math.min(...dueTimes)).toISOString() : null,
      oldest_seconds: ages.length > 0 ? Math.max(0, ...ages) : null,
    },
    activity: sum(organizations.map((one) => one.activity)),
    capabilities: ['x_api_key', ...(settings.labClock ? ['controllable_clock'] : [])],
    version: VERSION,
  };
}

/** Only in a laboratory: moves one organization's clock. */
function moveClock({ body, headers, organizations }) {
  if (headers.origin !== undefined) throw new CallerError(403, 'forbidden', 'not for web pages');
  const { organization_id: id, advance_seconds: seconds } = parseObject(body);
  if (typeof id !== 'string' || !Number.isFinite(seconds) || seconds < 0) {
    throw new CallerError(422, 'invalid', 'send organization_id and advance_seconds, 0 or more');
  }
  const { clock } = organizations.of(id);
  clock.advance(seconds * 1000);
  return { body: { now: new Date(clock.now()).toISOString() } };
}

function mustBe(method, request) {
  if (request.method !== method) throw new CallerError(405, 'method_not_allowed', `use ${method}`);
}

async function readBody(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new CallerError(413, 'too_large', 'the body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function answer(response, status, body) {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    ...(status === 413 ? { Connection: 'close' } : {}), // the rest of the body is not read
  });
  response.end(text);
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
