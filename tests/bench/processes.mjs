// What other processes have used, as Linux tells it: the load itself is made in this process and
// does not count.
import { readFileSync, readdirSync } from 'node:fs';

/** CPU time of all threads since their start, in milliseconds. */
export function cpuMs(...pids) {
  let ns = 0;
  for (const pid of pids)
    for (const thread of readdirSync(`/proc/${pid}/task`))
      ns += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
  return ns / 1e6;
}

/** Memory that is in use now, in MiB. */
export function residentMib(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)[1]) / 1024;
}
