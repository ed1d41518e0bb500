import { util } from '@aws-appsync/utils';
import { checkId, checkName, maxMembers, refuse } from './common/limits.js';
import { isDirect } from './common/members.js';

/** The members without repetition, in ascending order, the caller among them. */
function distinctMembers(ctx) {
  const members = [ctx.identity.sub];
  for (const id of ctx.args.memberIds) {
    checkId(id, 'memberIds');
    if (!members.includes(id)) members.push(id);
  }
  return members.sort();
}

export function request(ctx) {
  const { id, name } = ctx.args;
  checkId(id, 'id');
  checkName(name);
  if (ctx.args.memberIds.length > maxMembers) refuse(`memberIds: at most ${maxMembers}`);
  const memberIds = distinctMembers(ctx);
  if (memberIds.length < 2) refuse('memberIds: somebody besides the caller');
  if (memberIds.length > maxMembers) refuse(`memberIds: at most ${maxMembers} with the caller`);
  if (memberIds.length === 2 && id !== memberIds.join('_'))
    refuse('id: of two people, both ids in ascending order joined by "_"');
  if (memberIds.length > 2 && isDirect(id)) refuse('id: "_" is kept for two people');
  const createdAt = util.time.nowISO8601();
  ctx.stash.people = memberIds;
  ctx.stash.conversation = { id, name, createdAt, memberIds, lastSeq: 0, lastChangeSeq: 0 };
  return {};
}

export function response(ctx) {
  return ctx.stash.conversation;
}
