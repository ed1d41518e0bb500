import { hearWhereNamed } from './common/subscriptions.js';

export function request() {
  return { payload: null };
}

export function response(ctx) {
  hearWhereNamed(ctx, 'recipients');
  return null;
}
