package tiles_test

import (
	"flag"
	"fmt"
	"iter"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"backstreet/tiles"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/encoding/wkt"
)

var update = flag.Bool("update", false, "write the golden files anew")

// all is a source made of a list.
type all []tiles.Feature

func (s all) Features() iter.Seq[tiles.Feature] { return slices.Values(s) }

func engineWith(features ...tiles.Feature) *tiles.Engine {
	e := tiles.New(tiles.Options{})
	e.Load(all(features))
	return e
}

func put(f tiles.Feature) tiles.Change {
	return tiles.Change{Layer: f.Layer, ID: f.ID, Feature: &f}
}

func decode(t testing.TB, e *tiles.Engine, a tiles.Address) mvt.Layers {
	t.Helper()
	return decodeIn(t, e, a)
}

// failer is a test of any kind, rapid's too.
type failer interface {
	Fatal(...any)
	Fatalf(string, ...any)
}

func decodeIn(t failer, e *tiles.Engine, a tiles.Address) mvt.Layers {
	layers, err := mvt.Unmarshal(e.MVT(a))
	if err != nil {
		t.Fatalf("decode tile %+v: %v", a, err)
	}
	return layers
}

// dump writes a tile as text: layer, id, geometry in the tile's units, properties.
func dump(layers mvt.Layers) string {
	var b strings.Builder
	for _, l := range layers {
		fmt.Fprintf(&b, "%s (version %d, extent %d)\n", l.Name, l.Version, l.Extent)
		for _, f := range l.Features {
			id := "-"
			if f.ID != nil {
				id = fmt.Sprint(f.ID)
			}
			fmt.Fprintf(&b, "  %s %s", id, wkt.MarshalString(f.Geometry))
			for _, k := range slices.Sorted(maps.Keys(f.Properties)) {
				fmt.Fprintf(&b, " %s=%v", k, f.Properties[k])
			}
			b.WriteByte('\n')
		}
	}
	if len(layers) == 0 {
		return "empty\n"
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// tileAt is the tile that a place is in.
func tileAt(z uint8, lon, lat float64) tiles.Address {
	n := float64(uint32(1) << z)
	sin := math.Sin(lat * math.Pi / 180)
	return tiles.Address{
		Z: z,
		X: uint32((lon/360 + 0.5) * n),
		Y: uint32((0.5 - math.Log((1+sin)/(1-sin))/(4*math.Pi)) * n),
	}
}
