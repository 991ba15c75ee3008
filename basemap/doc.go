// Package basemap knows the base maps that an installation offers beside our
// own: tile services that the operator names, Tianditu when its key is set, and
// PMTiles archives in a directory.
//
// Browsers reach all of them through our own origin: a service's tiles are
// fetched for them here, so that keys stay on the server and the page needs no
// other origin. Without configuration the package asks nobody for anything.
//
//	catalogue, err := basemap.Open(basemap.Options{Dir: dir, TiandituKey: key})
//	offered := catalogue.Sources()
//	tile, err := catalogue.Tile(ctx, "tianditu", "vec", basemap.Place{Z: 14, X: 13381, Y: 6568})
//
// It keeps no tiles: browsers do, for a day. It changes no coordinates: what a
// service has in GCJ-02 stays so, and our own tiles are shifted to lie on it.
package basemap
