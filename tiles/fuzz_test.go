package tiles_test

import (
	"testing"

	"backstreet/geo"
	"backstreet/tiles"
)

// FuzzTile draws any geometry at any place: what is written must be a tile.
func FuzzTile(f *testing.F) {
	for _, feature := range district() {
		if encoded, err := geo.MarshalEWKB(feature.Geom); err == nil {
			f.Add(encoded, "berth", uint8(16))
		}
	}
	f.Fuzz(func(t *testing.T, encoded []byte, layer string, zoom uint8) {
		g, err := geo.UnmarshalEWKB(encoded)
		if err != nil {
			t.Skip("no geometry")
		}
		e := engineWith(tiles.Feature{Layer: layer, ID: 1, Geom: g, Name: layer, Status: "listed", Group: "to_do", Quantity: 1.5})
		at := geo.RepresentativePoint(g)
		a := tileAt(zoom%(tiles.MaxZoom+1), at.Lon(), at.Lat())
		side := uint32(1)<<a.Z - 1
		a.X, a.Y = min(a.X, side), min(a.Y, side)
		decode(t, e, a)
	})
}
