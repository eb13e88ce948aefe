// What an order's state in Flourish means in Ordo: a table, and the rule that nothing goes backwards.

import { Refused } from './troubles.js';

const OPEN = ['Created', 'Partially Allocated', 'Allocated'];
const SHIPPED = ['Shipped', 'Completed']; // Completed comes after Shipped and counts as Shipped
const ORDER_STATUSES = [...OPEN, ...SHIPPED, 'Cancelled'];
const PAYMENT_STATUSES = ['Awaiting Payment', 'Paid', 'Partially Paid', 'Partially Refunded', 'Refunded'];

// What may follow what Ordo shows already. Cancelled never replaces Delivered or Paid.
const FORWARD = {
  Pending: ['Awaiting Delivery', 'Delivered', 'Paid', 'Cancelled'],
  'Awaiting Delivery': ['Delivered', 'Paid', 'Cancelled'],
  Delivered: ['Paid'],
  Paid: [],
  Cancelled: [],
};

/** Whether edits saved in Flourish still count in Ordo; the shipped state is the last that does. */
export function linesCount(orderStatus) {
  return SHIPPED.includes(orderStatus) || OPEN.includes(orderStatus);
}

/**
 * What this state of a Flourish order means by itself. The terms are those agreed in Ordo: a payment term
 * that is changed in Flourish changes nothing. A status that is not documented is never taken for a known
 * one; it is refused by its name.
 */
export function ordoStatus(terms, orderStatus, paymentStatus) {
  mustBeKnown('order_status', orderStatus, ORDER_STATUSES);
  mustBeKnown('payment_status', paymentStatus, PAYMENT_STATUSES);
  if (orderStatus === 'Cancelled') return 'Cancelled';
  const isShipped = SHIPPED.includes(orderStatus);
  if (terms === 'Cash') return isShipped ? 'Paid' : 'Awaiting Delivery';
  if (paymentStatus === 'Paid') return 'Paid'; // in full, and also when that comes before the shipment
  return isShipped ? 'Delivered' : 'Awaiting Delivery';
}

/** What Ordo shows next: `meant` when that is a step forward, else still what it shows. */
export function advance(shown, meant) {
  return FORWARD[shown].includes(meant) ? meant : shown;
}

function mustBeKnown(field, value, known) {
  if (known.includes(value)) return;
  const message = `Flourish gives the unknown ${field} "${value}"; it is not shown in Ordo.`;
  throw new Refused('unknown_flourish_status', message);
}
