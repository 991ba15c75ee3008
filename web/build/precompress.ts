import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import type { Plugin } from 'vite';

const compressible = /\.(js|mjs|css|html|svg|json|webmanifest)$/;
/** Below one network packet compression saves nothing. */
const minBytes = 1024;

/** Writes .br and .gz beside every text file of the build, so that the server sends them as they are. */
export function precompress(): Plugin {
  let outDir = 'dist';
  return {
    name: 'precompress',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      outDir = path.resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      handler() {
        for (const name of fs.readdirSync(outDir, { recursive: true, encoding: 'utf8' })) {
          if (compressible.test(name)) compress(path.join(outDir, name));
        }
      },
    },
  };
}

function compress(file: string): void {
  const bytes = fs.readFileSync(file);
  if (bytes.length < minBytes) return;
  fs.writeFileSync(
    `${file}.br`,
    zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } }),
  );
  fs.writeFileSync(`${file}.gz`, zlib.gzipSync(bytes, { level: 9 }));
}
