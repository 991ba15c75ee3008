// Loaded when a PMTiles archive is first shown.
import { FetchSource, FileSource, PMTiles, Protocol, TileType, type Source } from 'pmtiles';
import type { BaseMap } from './basemap';
import { addProtocol } from './maplibre';

const protocol = new Protocol({ metadata: true });
addProtocol('pmtiles', (request, abort) => protocol.tile(request, abort));
let opened = 0;

/** Reads what an archive holds: one of the server's by its address, or one of this device, which never leaves it. */
export async function openArchive(from: string | File): Promise<BaseMap> {
  const source = from instanceof File ? new FileSource(from) : new FetchSource(location.origin + from);
  // Two files may have one name; the protocol remembers archives by key.
  const key = `archive-${++opened}`;
  const archive = new PMTiles({ getKey: () => key, getBytes: source.getBytes.bind(source) } as Source);
  const { tileType } = await archive.getHeader();
  const metadata = (await archive.getMetadata()) as Metadata;
  protocol.add(archive);
  return {
    kind: 'archive',
    url: `pmtiles://${key}`,
    layers: tileType === TileType.Mvt ? (metadata.vector_layers ?? []).map(({ id }) => id) : null,
    attribution: plain(metadata.attribution ?? ''),
  };
}

type Metadata = { vector_layers?: { id: string }[]; attribution?: string };

/** Attributions are written as HTML; only their text is shown. */
function plain(html: string): string {
  return new DOMParser().parseFromString(html, 'text/html').body.textContent?.trim() ?? '';
}
