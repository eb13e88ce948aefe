// Who sent this? Both kinds of signatures, over the raw bytes as they came in, compared in constant time.

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

const TOLERANCE_SECONDS = 5 * 60;

/**
 * Whether Ordo signed these bytes, after the Standard Webhooks specification:
 * `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; the header may hold several, parted by spaces.
 */
export function isSignedByOrdo(secret, headers, body) {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (!id || !/^\d{1,12}$/.test(timestamp ?? '') || !signatures) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return signatures.split(' ').some((signature) => isSame(signature, `v1,${mac}`));
}

/** Whether the message is of now, give or take five minutes, and not an old one that somebody recorded. */
export function isOfNow(headers, nowMs) {
  return Math.abs(Number(headers['webhook-timestamp']) - nowMs / 1000) <= TOLERANCE_SECONDS;
}

/** Whether Flourish signed these bytes: `Auth-Signature` is lower-case hex of HMAC-SHA256 over the body. */
export function isSignedByFlourish(signingKey, signature, body) {
  return isSame(signature, createHmac('sha256', signingKey).update(body).digest('hex'));
}

/** Whether both headers that the webhook endpoint was given are there with exactly their values. */
export function hasOwnHeaders(expected, headers) {
  return expected.map(({ key, value }) => isSame(headers[key.toLowerCase()] ?? '', value)).every(Boolean);
}

/** Equal texts. The digests have one length, which is what the constant-time comparison needs. */
export function isSame(one, other) {
  const digest = (text) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
