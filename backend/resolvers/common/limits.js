// Limits of the contract, and how a resolver refuses what exceeds them.
import { util } from '@aws-appsync/utils';
import { isBlank, isNull } from './values.js';

export const maxMembers = 25; // What one BatchPutItem can link.
export const maxEvents = 25; // What one BatchPutItem can store.
const eventNames = ['_session_start', '_session_stop', 'Chat MSG Sent', 'New Conversation'];
const maxContentUnits = 4000; // UTF-16 code units, as every client counts them.
const maxNameUnits = 200;
const maxPrefixUnits = 128;
const maxPage = 100;
const defaultPage = 20;

/** The request can never succeed as it is: repeating it is useless. */
export function refuse(message) {
  util.error(message, 'ValidationException');
}

export function pageSize(first) {
  if (isNull(first)) return defaultPage;
  if (first < 1 || first > maxPage) refuse(`first: from 1 to ${maxPage}`);
  return first;
}

/** Ids are chosen by clients: printable ASCII, so that they are the same everywhere. */
export function checkId(id, field) {
  if (!util.matches('^[!-~]{1,128}$', id))
    refuse(`${field}: from 1 to 128 printable ASCII characters`);
}

export function checkContent(content) {
  if (isBlank(content)) refuse('content: must not be blank');
  if (content.length > maxContentUnits) refuse(`content: at most ${maxContentUnits} characters`);
}

export function checkName(name) {
  if (isBlank(name)) refuse('name: must not be blank');
  if (name.length > maxNameUnits) refuse(`name: at most ${maxNameUnits} characters`);
}

export function checkPrefix(prefix) {
  if (!isNull(prefix) && prefix.length > maxPrefixUnits)
    refuse(`prefix: at most ${maxPrefixUnits} characters`);
}

export function checkCreatedAt(createdAt) {
  if (!isNull(createdAt) && createdAt.length > 128) refuse('createdAt: at most 128 characters');
}

/** Ids of people without repetition. */
export function checkPeople(ids, field) {
  if (ids.length < 1 || ids.length > maxMembers) refuse(`${field}: from 1 to ${maxMembers}`);
  const people = [];
  for (const id of ids) {
    checkId(id, field);
    if (!people.includes(id)) people.push(id);
  }
  return people;
}

/** A name of one's own choice would let anybody make counters without end. */
export function checkEventName(name) {
  if (!eventNames.includes(name)) refuse(`events.name: one of ${eventNames.join(', ')}`);
}
