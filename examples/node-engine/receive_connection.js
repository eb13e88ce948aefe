// Ordo's Flourish integration settings were saved or removed. Answered while the Admin waits: the
// credentials are tried and the license is paired with a facility before anything is kept.

import { randomBytes } from 'node:crypto';

import { CallerError } from './caller_error.js';
import { Flourish } from './flourish.js';
import { verifiedEvent } from './receive_ordo_event.js';
import { isSame } from './signatures.js';
import { CredentialsTrouble, PassingTrouble, Refused } from './troubles.js';

const EVENTS = ['Outbound Order', 'Inventory'];

export async function receiveConnection(message) {
  const event = verifiedEvent(message);
  const { organization, type, data } = event;
  requireSameToken(organization, data);
  const repeated = isRepeated(organization, event);
  if (type === 'connection.removed') {
    if (!repeated) {
      noteObeyed(organization, event);
      organization.disconnect();
    }
    return { body: { removed: true } };
  }
  if (type !== 'connection.set' && type !== 'connection.changed') {
    throw new CallerError(422, 'unknown_event', 'the connection endpoint does not know this type of event');
  }
  const { integration_token: integrationToken, license_number: licenseNumber, flourish: credentials } = data;
  if (![integrationToken, licenseNumber, credentials?.api_username, credentials?.api_key].every(isText)) {
    const needed = 'integration_token, license_number, flourish.api_username and flourish.api_key';
    throw new CallerError(422, 'invalid', `a connection needs ${needed}`);
  }
  if (repeated) return { body: answerOf(organization.connection) };
  const { facility, usernameChecked } = await tryOut(message.settings, credentials, licenseNumber);
  requireSameToken(organization, data); // another message may have come while Flourish was asked
  if (isRepeated(organization, event)) return { body: answerOf(organization.connection) };
  noteObeyed(organization, event);
  const connection = {
    ...(organization.connection ?? newEndpoint(message.settings)),
    integrationToken,
    credentials,
    facility,
    usernameChecked,
  };
  organization.connect(connection);
  return { body: answerOf(connection) };
}

function answerOf({ id, facility, usernameChecked, endpointUrl, signingKey, headers }) {
  return {
    connection_id: id,
    facility,
    username_checked: usernameChecked,
    webhook: { endpoint_url: endpointUrl, signing_key: signingKey, headers, events: EVENTS },
  };
}

/** A connection belongs to the integration token that it was set up under, whatever id another one names. */
function requireSameToken({ integrationToken }, { integration_token: sent }) {
  if (integrationToken === null || (isText(sent) && isSame(integrationToken, sent))) return;
  const message = 'this organization is connected under another integration token';
  throw new CallerError(422, 'integration_token_rejected', message);
}

/** Whether this message was the last one obeyed. One from before it is refused. */
function isRepeated({ obeyed }, { messageId, timestamp }) {
  const last = obeyed.at(-1);
  if (last === undefined || last.messageId === messageId) return last !== undefined;
  if (Date.parse(timestamp) < last.at || obeyed.some((one) => one.messageId === messageId)) {
    throw new CallerError(409, 'stale_message', 'a newer message about this connection has been obeyed');
  }
  return false;
}

function noteObeyed(organization, { messageId, timestamp, data }) {
  organization.obeyed.push({ messageId, at: Date.parse(timestamp) });
  organization.integrationToken = data.integration_token;
}

/** The facility whose license number is equal, letter for letter, and whether the username was checked. */
async function tryOut(settings, credentials, licenseNumber) {
  const flourish = new Flourish(settings, credentials);
  try {
    const usernameChecked = await checkUsername(new Flourish(settings, credentials, { basic: true }));
    const found = [];
    for await (const row of flourish.rows('/facilities')) {
      if (row.license_number === licenseNumber) found.push(row);
    }
    const chosen = found.find((row) => row.active !== false) ?? found[0];
    if (chosen) {
      const name = chosen.facility_name ?? '';
      return { facility: { id: chosen.id, facility_name: name, license_number: licenseNumber }, usernameChecked };
    }
  } catch (error) {
    if (error instanceof CredentialsTrouble) throw new CallerError(422, error.code, error.message);
    if (error instanceof PassingTrouble || error instanceof Refused) {
      throw new CallerError(502, 'flourish_unreachable', error.message);
    }
    throw error;
  }
  const message = `no facility in Flourish has the license number ${licenseNumber}`;
  throw new CallerError(422, 'license_not_found', message);
}

/** Username and key together, once. Where Flourish does not take Basic any more, nobody checks the username. */
async function checkUsername(flourish) {
  try {
    await flourish.rows('/facilities').next();
    return true;
  } catch (error) {
    const refusesBasic = error instanceof Refused
      || (error instanceof CredentialsTrouble && /basic|x-api-key/i.test(error.said));
    if (!refusesBasic) throw error;
    return false;
  }
}

/** Made once for each connection and kept when the key or the license changes: Flourish has them already. */
function newEndpoint(settings) {
  const id = randomBytes(16).toString('hex');
  return {
    id,
    endpointUrl: `${settings.publicUrl}/v1/flourish-webhooks/${id}`,
    signingKey: randomBytes(32).toString('hex'),
    headers: [
      { key: 'X-Ordo-Connection', value: randomBytes(16).toString('hex') },
      { key: 'X-Ordo-Verification', value: randomBytes(16).toString('hex') },
    ],
  };
}

function isText(value) {
  return typeof value === 'string' && value.trim() !== '';
}
