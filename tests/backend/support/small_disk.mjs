// A backend whose data folder is a small disk of its own, which can be filled. The disk is one in
// memory that only the processes in its mount namespace see; the shell in there obeys.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const main = join(import.meta.dirname, '../../../backend/local/main.mjs');
const sizeMb = 24; // More than the free space that the backend wants before it tries again.

const script = `
  mount -t tmpfs -o size=${sizeMb}m tmpfs "$DATA" || exit 2
  "$NODE" "$MAIN" --data "$DATA/a" &
  backend=$!
  trap 'kill -9 $backend' EXIT
  while read -r order; do
    case $order in
      fill) cat /dev/zero >"$DATA/filler" 2>/dev/null || echo filled ;;
      free) rm "$DATA/filler"; echo freed ;;
      second) "$NODE" "$MAIN" --data "$DATA/b" 2>&1 || echo "ended with $?" ;;
    esac
  done`;

export class SmallDisk {
  static async start() {
    const folder = await mkdtemp(join(tmpdir(), 'chatql-test-'));
    const disk = new SmallDisk(folder);
    disk.outputs = JSON.parse(await disk.line());
    return disk;
  }

  complaints = '';

  constructor(folder) {
    this.folder = folder;
    const namespace = ['--user', '--map-root-user', '--mount', 'bash', '-c', script];
    this.shell = spawn('unshare', namespace, {
      env: { ...process.env, DATA: folder, NODE: process.execPath, MAIN: main },
    });
    this.shell.stderr.setEncoding('utf8').on('data', (text) => {
      this.complaints += text;
    });
    this.lines = createInterface({ input: this.shell.stdout })[Symbol.asyncIterator]();
  }

  async line() {
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`The shell has ended: ${this.complaints}`);
    return value;
  }

  async order(word, answer) {
    this.shell.stdin.write(`${word}\n`);
    const lines = [];
    for (;;) {
      const line = await this.line();
      if (answer.test(line)) return { line, lines };
      lines.push(line);
    }
  }

  fill = () => this.order('fill', /^filled$/);
  free = () => this.order('free', /^freed$/);

  /** How another backend on the same disk ends. */
  async second() {
    const { line, lines } = await this.order('second', /^ended with/);
    return { code: Number(line.split(' ').at(-1)), complaints: `${lines.join('\n')}\n` };
  }

  async stop() {
    const closed = once(this.shell, 'close');
    this.shell.stdin.end();
    await closed;
    await rm(this.folder, { recursive: true, force: true });
  }

  async code(username) {
    const mailbox = new URL(`/mailbox/${username}`, this.outputs.localEndpoint);
    return (await (await fetch(mailbox)).json()).at(-1)?.code;
  }
}
