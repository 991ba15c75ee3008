// Prints a tile as MapLibre's own decoder reads it: node decode.mjs NODE_MODULES TILE
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, path] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(resolve(modules, name)).href);
const { VectorTile } = await load('@mapbox/vector-tile/index.js');
const { PbfReader } = await load('pbf/index.js');
const tile = new VectorTile(new PbfReader(readFileSync(path)));
const features = [];
for (const [layer, content] of Object.entries(tile.layers)) {
  for (let i = 0; i < content.length; i++) {
    const feature = content.feature(i);
    const geometry = feature.loadGeometry();
    features.push({ layer, id: feature.id || null, properties: feature.properties, geometry });
  }
}
process.stdout.write(JSON.stringify(features));
