// The only module that imports maplibre-gl, so that it stays one chunk, loaded when a map is first shown.
import { addProtocol, Map as MapLibre, Marker, setWorkerUrl, type MapGeoJSONFeature } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import './map.css';

// Without it the built app looks for its worker in a blob, which the Content-Security-Policy forbids.
setWorkerUrl(workerUrl);

export { addProtocol, MapLibre, Marker };
export type { MapGeoJSONFeature };
