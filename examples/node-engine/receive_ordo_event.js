// Ordo says that an order was confirmed or that somebody wants to sync. Only noted here; the work follows.

import { CallerError, parseObject } from './caller_error.js';
import { confirm, newOrder } from './order_work.js';
import { isOfNow, isSignedByOrdo } from './signatures.js';

export function receiveOrdoEvent(message) {
  const { organization, type, data } = verifiedEvent(message);
  if (!organization.connection) {
    throw new CallerError(404, 'unknown_organization', 'this organization is not connected');
  }
  const take = { 'order.confirmed': takeOrder, 'inventory.sync_requested': takeSync }[type];
  if (!take) throw new CallerError(422, 'unknown_event', 'this type of event is not known');
  const problem = take === takeOrder ? problemOfOrder(data.order) : problemOfSync(data);
  if (problem) throw new CallerError(422, 'invalid', problem);
  const messageId = message.headers['webhook-id'];
  const duplicate = organization.acceptedMessages.has(messageId);
  if (!duplicate) {
    organization.acceptedMessages.add(messageId);
    take(organization, data);
  }
  return { status: 202, body: { accepted: true, duplicate } };
}

/** What Ordo sent, once it is certain that Ordo sent it, and just now. */
export function verifiedEvent({ body, headers, settings, organizations }) {
  if (!isSignedByOrdo(settings.eventsSecret, headers, body)) {
    throw new CallerError(401, 'bad_signature', 'the message is not signed by Ordo');
  }
  const { type, timestamp, data } = parseObject(body);
  if (typeof type !== 'string' || typeof data?.organization_id !== 'string') {
    throw new CallerError(422, 'invalid', 'the message needs type and data.organization_id');
  }
  const organization = organizations.of(data.organization_id);
  if (!isOfNow(headers, organization.clock.now())) {
    throw new CallerError(401, 'bad_timestamp', 'the message is too old, or from the future');
  }
  return { organization, type, timestamp, data, messageId: headers['webhook-id'] };
}

function takeOrder(organization, { order: confirmation }) {
  const id = confirmation.order_id;
  const order = organization.orders.get(id) ?? newOrder(id);
  organization.orders.set(id, order);
  confirm(order, confirmation);
  organization.orderChanged(order);
}

function takeSync(organization, { sync_id: id }) {
  organization.inventory.syncs.push({ id, requestedAt: organization.clock.now() });
  organization.inventoryChanged();
}

function problemOfSync({ sync_id: id }) {
  return typeof id === 'string' ? null : 'data.sync_id is missing';
}

function problemOfOrder(order) {
  const texts = ['order_id', 'order_number', 'confirmed_at', 'terms'];
  if (!texts.every((name) => typeof order?.[name] === 'string')) return `data.order needs ${texts.join(', ')}`;
  if (!Number.isInteger(order.revision)) return 'data.order.revision is not a whole number';
  if (!['Cash', 'Net Terms'].includes(order.terms)) return 'data.order.terms is neither Cash nor Net Terms';
  if (Number.isNaN(Date.parse(order.confirmed_at))) return 'data.order.confirmed_at is no point in time';
  if (typeof order.buyer?.license_number !== 'string') return 'data.order.buyer.license_number is missing';
  if (typeof order.sales_rep?.email !== 'string') return 'data.order.sales_rep.email is missing';
  if (!Array.isArray(order.lines) || order.lines.length === 0) return 'data.order.lines is empty';
  return order.lines.every(isLine) ? null : 'a line in data.order.lines is incomplete';
}

function isLine(line) {
  const texts = [line?.sku, line?.flourish_item_id, line?.unit_price, line?.discount];
  return Number.isFinite(line?.quantity) && texts.every((value) => typeof value === 'string');
}
