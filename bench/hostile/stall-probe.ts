// Loaded into an agent before it starts: how much CPU its main thread spent between two ticks of 5 ms, at most. What holds
// the event loop up on a busy machine is mostly other processes; this is what the agent itself does.
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const file = process.env['STALL_PROBE_FILE'];

if (isMainThread && file !== undefined && process.argv.includes('start')) {
  let before = process.threadCpuUsage();
  let most = 0;
  const tick = (): void => {
    const { user, system } = process.threadCpuUsage(before);
    before = process.threadCpuUsage();
    most = Math.max(most, (user + system) / 1000);
  };
  setInterval(tick, 5).unref();
  process.on('SIGUSR2', () => {
    tick();
    writeFileSync(file, String(most));
    most = 0;
  });
}
