// Who hears of a value, found by what it carries: a subscription waits under one value that it
// must have, so that publishing costs what it tells and not how many are connected.
import { hears } from './subscription_filter.mjs';

/**
 * The rule under which a subscription waits; null when every value has to be looked at.
 * @returns {{ name: string, operator: 'eq' | 'contains', value: string | number } | null}
 */
function ruleOf({ filter, args }) {
  const isPlain = (value) => ['string', 'number'].includes(typeof value);
  if (!filter) {
    const [name, value] = Object.entries(args).find(([, wanted]) => isPlain(wanted)) ?? [];
    return name ? { name, operator: 'eq', value } : null;
  }
  if (filter.filterGroup.length !== 1) return null;
  const rule = filter.filterGroup[0].filters.find(
    ({ fieldName, operator, value }) =>
      ['eq', 'contains'].includes(operator) && isPlain(value) && !fieldName.includes('.'),
  );
  return rule ? { name: rule.fieldName, operator: rule.operator, value: rule.value } : null;
}

/** Subscriptions of one field under rules of one name and operator. */
class Shelf {
  places = new Map();

  constructor(name, operator) {
    Object.assign(this, { name, operator });
  }

  /** Where those wait that may hear of a value. */
  *candidates(value) {
    const carried = value[this.name];
    if (this.operator === 'eq') yield* this.places.get(carried) ?? [];
    else if (Array.isArray(carried))
      for (const item of new Set(carried)) yield* this.places.get(item) ?? [];
    else if (typeof carried === 'string') for (const place of this.places.values()) yield* place;
  }
}

/** All of one field. */
class Field {
  everything = new Set();
  shelves = new Map();

  place(subscription) {
    const rule = ruleOf(subscription);
    if (!rule) return { set: this.everything };
    const { name, operator, value } = rule;
    const key = `${operator} ${name}`;
    if (!this.shelves.has(key)) this.shelves.set(key, new Shelf(name, operator));
    const { places } = this.shelves.get(key);
    if (!places.has(value)) places.set(value, new Set());
    return { set: places.get(value), places, value };
  }

  add(subscription) {
    this.place(subscription).set.add(subscription);
  }

  remove(subscription) {
    const { set, places, value } = this.place(subscription);
    set.delete(subscription);
    if (set.size === 0) places?.delete(value);
  }

  *candidates(value) {
    yield* this.everything;
    for (const shelf of this.shelves.values()) yield* shelf.candidates(value);
  }

  *all() {
    yield* this.everything;
    for (const { places } of this.shelves.values())
      for (const place of places.values()) yield* place;
  }
}

export class Subscriptions {
  fields = new Map();

  of(field) {
    if (!this.fields.has(field)) this.fields.set(field, new Field());
    return this.fields.get(field);
  }

  /** @param {{ field: string, filter: object | null, args: object }} subscription */
  add(subscription) {
    this.of(subscription.field).add(subscription);
  }

  remove(subscription) {
    this.of(subscription.field).remove(subscription);
  }

  *hearing(field, value) {
    for (const subscription of this.of(field).candidates(value))
      if (hears(subscription, value)) yield subscription;
  }

  /** @returns {object[]} a copy: who looks at them may end them */
  all(field) {
    return [...this.of(field).all()];
  }
}
