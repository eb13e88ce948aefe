// Which of Flourish's items belong in Ordo, and why the others do not. Decides only; asks nobody.

import { cut } from './amounts.js';

const LONGEST_SKU = 200; // in characters; Ordo takes no longer one

/** The brands in Ordo. A brand matches when its name is equal, letter for letter, space for space. */
export class BrandBook {
  #exact;
  #near;

  constructor(names) {
    const backwards = [...names].sort().reverse(); // so that of several near brands the first one is kept
    this.#exact = new Set(names);
    // In this order: the smallest difference that explains a near miss is the one reported.
    this.#near = [
      ['case', withoutCase],
      ['spaces', withoutSpaces],
      ['case_and_spaces', (name) => withoutSpaces(withoutCase(name))],
    ].map(([difference, blur]) => ({
      difference,
      blur,
      brands: new Map(backwards.map((name) => [blur(name), name])),
    }));
  }

  matches(brand) {
    return this.#exact.has(brand);
  }

  /** The brand in Ordo that somebody probably meant, and in what it differs; null when there is none. */
  nearMiss(brand) {
    if (isBlank(brand) || this.matches(brand)) return null;
    for (const { difference, blur, brands } of this.#near) {
      const found = brands.get(blur(brand));
      if (found !== undefined) return { brand: found, difference };
    }
    return null;
  }
}

/**
 * What a sync brings and what it leaves out: `{brought, leftOut, brandChanges}`. An item is judged by the first that
 * applies: no brand or none of Ordo's, no SKU, a SKU that two items carry, one that Ordo does not take. The quantity does not matter.
 * What Ordo holds already and a sync does not bring again stays in Ordo, and is reported as such; where another
 * brand is the cause, in one line for each pair of brands besides.
 */
export function planSync(items, brands, held) {
  const carriers = new Map();
  for (const { sku } of items) carriers.set(sku, (carriers.get(sku) ?? 0) + 1);
  const brought = items.filter((item) => reasonAgainst(item, brands, carriers) === null);
  const broughtSkus = new Set(brought.map((item) => item.sku));
  const heldSkus = new Set(held.map(({ sku }) => sku));
  const leftOut = items
    .filter((item) => !heldSkus.has(item.sku))
    .map((item) => [item, reasonAgainst(item, brands, carriers)])
    .filter(([, reason]) => reason !== null)
    .map(([item, reason]) => describe(item, reason, brands));
  const bySku = new Map(items.map((item) => [item.sku, item]));
  const byId = new Map(items.filter((item) => !item.variation_id).map((item) => [item.id, item]));
  const stale = held.filter(({ sku }) => !broughtSkus.has(sku)).map(({ sku, flourish_item_id: id, brand }) => {
    const item = bySku.get(sku) ?? byId.get(id) ?? { id }; // Flourish may know nothing of it any more
    return { ...describe(item, 'no_longer_matches', brands), sku, brandBefore: brand };
  });
  const described = stale.map(({ brandBefore, ...entry }) => entry);
  return { brought, leftOut: [...leftOut, ...described], brandChanges: brandChangesOf(stale, brands) };
}

/** One line for each pair of brands: the one that items had in Ordo, and that which Flourish gives them now. */
function brandChangesOf(stale, brands) {
  const changes = new Map();
  for (const { brand, brandBefore } of stale) {
    if (isBlank(brand) || isBlank(brandBefore) || brand === brandBefore || brands.matches(brand)) continue;
    const pair = JSON.stringify([brandBefore, brand]);
    const items = (changes.get(pair)?.items ?? 0) + 1;
    const [what, verb, whose] = items === 1 ? ['item', 'matches', 'its'] : ['items', 'match', 'their'];
    const message = `${items} ${what} of "${brandBefore}" no longer ${verb}; ${whose} brand is now "${brand}".`;
    changes.set(pair, { brand: brandBefore, brand_now: brand, items, message });
  }
  return [...changes.values()];
}

/** Each variation (pack) that the summary names, once, as an item with a SKU and a price of its own. */
export function variationsOf(items, rows) {
  const byId = new Map(items.map((item) => [item.id, item]));
  const variations = new Map();
  for (const row of rows) {
    const item = byId.get(row.item_id);
    if (row.item_variation_id == null || row.item_variation_id === '' || !item) continue;
    variations.set(String(row.item_variation_id), {
      ...item,
      item_name: `${item.item_name ?? ''} (${row.variation_name ?? ''})`,
      sku: row.sku,
      price: row.price,
      variation_id: String(row.item_variation_id),
    });
  }
  return [...variations.values()];
}

/** Why an item does not sync; null when it does. */
export function reasonAgainst(item, brands, carriers) {
  if (isBlank(item.brand)) return 'no_brand';
  if (!brands.matches(item.brand)) return 'brand_mismatch';
  if (isBlank(item.sku)) return item.variation_id ? 'variation_without_sku' : 'no_sku';
  if (carriers.get(item.sku) > 1) return 'duplicate_sku';
  return [...item.sku].length > LONGEST_SKU ? 'refused_by_ordo' : null;
}

/** An item that should have been brought and that Ordo does not take; `detail` is what Ordo says. */
export function describeRefused(item, detail) {
  return {
    reason: 'refused_by_ordo',
    sku: item.sku,
    item_name: item.item_name ?? '',
    flourish_item_id: item.id,
    brand: item.brand,
    near_miss: null,
    detail: cut(detail, 2000),
  };
}

function describe(item, reason, brands) {
  return {
    reason,
    sku: isBlank(item.sku) ? null : item.sku,
    item_name: item.item_name ?? '',
    flourish_item_id: item.id,
    brand: item.brand ?? null,
    near_miss: brands.nearMiss(item.brand),
    detail: reason === 'refused_by_ordo' ? `Ordo takes SKUs of at most ${LONGEST_SKU} characters.` : null,
  };
}

function isBlank(text) {
  return !text || text.trim() === '';
}

function withoutCase(text) {
  return text.toUpperCase().toLowerCase();
}

function withoutSpaces(text) {
  return text.replace(/\s+/g, '');
}
