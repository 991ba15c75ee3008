import zlib from 'node:zlib';

type Rgb = readonly [red: number, green: number, blue: number];

/** A picture of 256 pixels a side in one colour. */
export function png(colour: Rgb): Buffer {
  const side = 256;
  const row = Buffer.from([0, ...Array.from({ length: side }, () => colour).flat()]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2], 8); // eight bits each of red, green and blue
  const pixels = zlib.deflateSync(Buffer.concat(Array.from({ length: side }, () => row)));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  check.writeUInt32BE(zlib.crc32(named));
  return Buffer.concat([length, named, check]);
}

/** A PMTiles archive (version 3) of one picture that covers the world. */
export function archive(colour: Rgb, attribution: string): Buffer {
  const tile = png(colour);
  const metadata = Buffer.from(JSON.stringify({ attribution }));
  // One entry: id 0, run of 1, its length, its offset plus 1.
  const directory = Buffer.from([1, 0, 1, ...varint(tile.length), 1]);
  const header = Buffer.alloc(127);
  header.write('PMTiles\x03', 'latin1');
  const offsets = [header.length, directory.length, header.length + directory.length, metadata.length];
  const tilesAt = header.length + directory.length + metadata.length;
  [...offsets, tilesAt, 0, tilesAt, tile.length, 1, 1, 1].forEach((value, i) => {
    header.writeBigUInt64LE(BigInt(value), 8 + 8 * i);
  });
  header.set([1, 1, 1, 2, 0, 0], 96); // clustered, nothing compressed, PNG, zoom 0 to 0
  [-180, -85, 180, 85].forEach((degrees, i) => header.writeInt32LE(degrees * 1e7, 102 + 4 * i));
  return Buffer.concat([header, directory, metadata, tile]);
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];
}
