// The hosts of a deployment, on this machine, over TLS: CloudFront with the objects of the bucket
// and the headers of the stack, AppSync's two hosts and Cognito's, behind which the local backend
// is. node front_doors.mjs OUTPUTS SITE FOLDER; it prints where it listens and what it is called,
// and ends when its standard input does: with the story, however that ends.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { loadCertificate } from '../../../backend/local/certificate.mjs';
import { configOf } from '../../../tools/deploy_config.mjs';
import { siteObjects } from '../../../tools/deploy_site.mjs';
import { root } from '../../../tools/sources.mjs';
import { forward, tunnel } from '../../backend/support/forwarding.mjs';

const [outputs, site, folder] = process.argv.slice(2);
const { localEndpoint: origin, region, userPoolId, userPoolClientId } = JSON.parse(outputs);
const api = `abcdefghijklmnopqrstuvwxyz.appsync-api.${region}.amazonaws.com`; // 26 letters.
const hosts = {
  site: 'd111111abcdef8.cloudfront.net',
  api,
  realtime: api.replace('appsync-api', 'appsync-realtime-api'),
  cognito: `cognito-idp.${region}.amazonaws.com`,
};

/** The headers that the stack has CloudFront add. */
function headersOfStack() {
  const { Resources } = JSON.parse(
    readFileSync(join(root, 'backend/ChatQL.template.json'), 'utf8'),
  );
  const { Properties } = Object.values(Resources).find(
    ({ Type }) => Type === 'AWS::CloudFront::ResponseHeadersPolicy',
  );
  const { ContentSecurityPolicy: policy } =
    Properties.ResponseHeadersPolicyConfig.SecurityHeadersConfig;
  const parts = policy.ContentSecurityPolicy['Fn::Join'][1];
  const sentence = parts.map((part) => (part.Ref === 'AWS::Region' ? region : part)).join('');
  return { 'content-security-policy': sentence, 'x-content-type-options': 'nosniff' };
}

const config = configOf({
  GraphqlEndpoint: `https://${hosts.api}/graphql`,
  Region: region,
  UserPoolId: userPoolId,
  UserPoolClientId: userPoolClientId,
});
const objects = new Map((await siteObjects(site)).map((object) => [`/${object.key}`, object]));
const json = { type: 'application/json', caching: 'no-cache' };
objects.set('/config.json', { bytes: Buffer.from(JSON.stringify(config)), ...json });
objects.set('/', objects.get('/index.html'));
const added = headersOfStack();

function serveObject(request, response) {
  const object = objects.get(request.url.split('?')[0]);
  if (!object) {
    response.writeHead(403, added).end(); // As of a private bucket.
    return;
  }
  const { bytes, encoding, type, caching } = object;
  const headers = { 'content-type': type, 'cache-control': caching, ...added };
  if (encoding) headers['content-encoding'] = encoding;
  response.writeHead(200, headers).end(bytes);
}

const doors = {
  [hosts.site]: serveObject,
  [hosts.api]: (request, response) => forward(request, response, { origin }),
  [hosts.cognito]: (request, response) => forward(request, response, { origin, path: '/cognito/' }),
};

const server = createServer(loadCertificate(folder), (request, response) => {
  const door = doors[request.headers.host];
  if (door) void door(request, response);
  else response.writeHead(421).end();
});
server.on('upgrade', (request, socket, head) => {
  const path = '/graphql/realtime';
  const right = request.headers.host === hosts.realtime && request.url === '/graphql';
  if (right) tunnel(request, socket, head, { origin, path });
  else socket.destroy();
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
console.log(JSON.stringify({ port: server.address().port, hosts }));
process.stdin.resume();
await once(process.stdin, 'end');
process.exit();
