// Flourish says that something happened. Who says so is checked to the last byte; what it says is only a
// hint, because messages come late, twice and in the wrong order: the work reads what is true now.

import { CallerError, parseObject } from './caller_error.js';
import { hasOwnHeaders, isSignedByFlourish } from './signatures.js';

// An edit of an item alone changes nothing in Ordo, and retail orders are not ours.
const IGNORED = ['item', 'retail_order'];

export function receiveFlourishWebhook(connectionId, { body, headers, organizations }) {
  const organization = organizations.byConnection(connectionId);
  if (!organization) throw new CallerError(404, 'unknown_connection', 'there is no such connection');
  verify(organization.connection, headers, body);
  const { resource_type: resourceType, data } = parseObject(body);
  if (typeof resourceType !== 'string' || typeof data !== 'object' || data === null) {
    throw new CallerError(422, 'invalid', 'the message needs resource_type and data');
  }
  if (resourceType === 'order') noteOrder(organization, data);
  else if (resourceType === 'inventory_summary') noteInventory(organization, data);
  else if (!IGNORED.includes(resourceType)) {
    const named = resourceType.slice(0, 100);
    throw new CallerError(422, 'unknown_resource_type', `the resource_type ${named} is not known`);
  }
  return { body: { accepted: true } };
}

function verify(connection, headers, body) {
  const signature = headers['auth-signature'];
  if (!signature) throw new CallerError(400, 'signature_missing', 'Auth-Signature is missing');
  if (!isSignedByFlourish(connection.signingKey, signature, body)) {
    throw new CallerError(403, 'bad_signature', 'Auth-Signature does not fit the body');
  }
  if (!hasOwnHeaders(connection.headers, headers)) {
    throw new CallerError(403, 'bad_headers', 'one of the two headers is missing or wrong');
  }
}

function noteOrder(organization, data) {
  if (data.original_order_id === undefined) {
    throw new CallerError(422, 'invalid', 'data.original_order_id is missing');
  }
  const order = organization.orders.get(data.original_order_id);
  if (!order) return; // made by somebody else in Flourish
  order.isToRead = true;
  organization.orderChanged(order);
}

function noteInventory(organization, data) {
  if (data.sku !== null && typeof data.sku !== 'string') {
    throw new CallerError(422, 'invalid', 'data.sku is missing');
  }
  if (!data.sku) return; // an item without SKU is none that Ordo could have
  organization.inventory.changedSkus.add(data.sku);
  organization.inventoryChanged();
}
