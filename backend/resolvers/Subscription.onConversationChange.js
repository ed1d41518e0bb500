import { hearWhereNamed } from './common/subscriptions.js';

export function request() {
  return { payload: null };
}

export function response(ctx) {
  hearWhereNamed(ctx, 'memberIds');
  return null;
}
