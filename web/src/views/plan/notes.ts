import type { importNotes } from '../../shared/text/zh';

export type Note = keyof typeof importNotes;

/** How the importer says how it read a file; the words for people are in the texts. */
const patterns: Record<Note, RegExp> = {
  paper_space: /^(\d+) objects on layout sheets/,
  geojson_wgs84: /^GeoJSON without a declared CRS/,
  degrees_wgs84: /^no CRS is declared; the degrees/,
  north_first: /^X is north and Y is east .* fit (\S+)/,
  transfer_limit: /^the server has more records/,
  gdal_errors: /^GDAL read it with errors.*?: (.*)$/,
  column_names: /^the Chinese names of the columns/,
  no_mid: /^the \.mid is missing/,
  other_crs: /^the file declares (.*); (\S+) was asked for$/,
  heights: /^(\d+) records had heights/,
  no_capacity: /^(\d+) records have no capacity/,
  codes_by_name: /^(\d+) areas got their code/,
  header_row: /^the columns are named in row (\d+)/,
  geometry_from: /^geometry from (.*)$/,
  unknown_encoding: /^(.*) names no known encoding/,
  chinese_text: /^(.*) says (\S+), but the text is Chinese/,
  wrong_encoding: /^(.*) says (\S+), which the text is not/,
  gb18030: /^no encoding is declared/,
  osm_objects: /^of (\d+) OpenStreetMap objects/,
  ovital_crs: /^each object is taken in the CRS/,
  one_kml: /^only (.*) is read; (\d+) further/,
  no_shx: /^the \.shx is missing/,
  no_dbf: /^the \.dbf is missing/,
  prj_page: /^the \.prj holds a web page/,
  kml_wgs84: /^KML is WGS 84/,
  mended: /^(\d+) geometries were mended; .* area by (\S+ m²) .* length by (\S+ m)$/,
};

/** A note of the importer in the words of the app; one that is not known is shown as it is. */
export function noteText(note: string, words: Record<Note, string>): string {
  for (const [name, pattern] of Object.entries(patterns) as [Note, RegExp][]) {
    const caught = pattern.exec(note);
    if (caught) return words[name].replace(/\$(\d)/g, (_, n: string) => caught[Number(n)] ?? '');
  }
  return note;
}
