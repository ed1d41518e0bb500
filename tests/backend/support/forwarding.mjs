// What a proxy does: hands a request, or a socket, on to a server and brings the answer back.
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';

/**
 * @param {{ origin: string, path?: string, agent?: import('node:http').Agent }} to
 */
export async function forward(request, response, { origin, path = request.url, agent }) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const { method, headers } = request;
  const onward = httpRequest(origin, { method, path, headers, agent }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  onward.end(Buffer.concat(chunks));
}

/** @param {{ origin: string, path?: string }} to */
export function tunnel(request, socket, head, { origin, path = request.url }) {
  const onward = connect(new URL(origin).port, '127.0.0.1');
  const lines = [`GET ${path} HTTP/1.1`];
  for (let i = 0; i < request.rawHeaders.length; i += 2)
    lines.push(`${request.rawHeaders[i]}: ${request.rawHeaders[i + 1]}`);
  onward.write(`${lines.join('\r\n')}\r\n\r\n`);
  onward.write(head);
  onward.pipe(socket).pipe(onward);
  for (const [end, other] of [
    [socket, onward],
    [onward, socket],
  ])
    end.on('error', () => {}).on('close', () => other.destroy());
}
