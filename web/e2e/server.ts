import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { png } from './archive.ts';

const startMs = 180_000;

/** Serves the demo district from the real program on a free port for as long as the tests run. */
export default async function serve(): Promise<() => Promise<void>> {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'backstreet-e2e-'));
  // As root the database runs under another user, who has to reach it.
  fs.chmodSync(data, 0o755);
  const pictures = await standIn();
  const { port } = pictures.address() as AddressInfo;
  const shifted = {
    id: 'shifted',
    name: '偏移底图',
    url: `http://127.0.0.1:${port}/{z}/{x}/{y}`,
    crs: 'gcj02',
    attribution: '测试图商',
  };
  fs.writeFileSync(path.join(data, 'basemaps.json'), JSON.stringify([shifted]));
  const binary = path.resolve(import.meta.dirname, '../../bin/backstreet');
  const server = spawn(binary, ['serve', '--demo', '--data', data, '--listen', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  process.env.BACKSTREET_URL = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the server did not start:\n${said}`)), startMs);
    const listen = (line: string) => {
      said += `${line}\n`;
      const url = /listening on (http\S+)/.exec(line)?.[1];
      if (!url) return;
      clearTimeout(late);
      resolve(url);
    };
    createInterface({ input: server.stdout }).on('line', listen);
    createInterface({ input: server.stderr }).on('line', listen);
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${said}`)));
  });
  process.env.BACKSTREET_PASSWORD = passwordIn(path.join(data, 'demo-sign-ins'));
  return async () => {
    const ended = new Promise((resolve) => server.once('close', resolve));
    server.kill('SIGTERM');
    await ended;
    pictures.close();
    fs.rmSync(data, { recursive: true, force: true });
  };
}

/** A tile service of somebody else's, on this machine: green everywhere. */
async function standIn(): Promise<Server> {
  const picture = png([20, 200, 60]);
  const server = createServer((_, answer) => answer.end(picture));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Everybody of the demo has one password, the second word of each line. */
function passwordIn(file: string): string {
  const password = fs.readFileSync(file, 'utf8').split(/\s+/)[1];
  if (!password) throw new Error(`${file} names no password`);
  return password;
}
