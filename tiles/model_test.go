package tiles_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"backstreet/geo"
	"backstreet/tiles"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var layersDrawn = []string{"compound", "back_street", "painted_wall", "berth", "lamp", "area"}

// someFeature is near lon, lat, and of any geometry.
func someFeature(t *rapid.T) tiles.Feature {
	offset := rapid.Float64Range(-0.03, 0.03)
	x, y := lon+offset.Draw(t, "dx"), lat+offset.Draw(t, "dy")
	size := rapid.SampledFrom([]float64{0.00001, 0.0005, 0.01}).Draw(t, "size")
	geometry := []geo.Geometry{
		geo.Point{x, y}, geo.LineString{{x, y}, {x + size, y + size}}, geo.Polygon{square(x, y, size)},
	}
	status := rapid.SampledFrom([]string{"listed", "verified"}).Draw(t, "status")
	return tiles.Feature{
		Layer: rapid.SampledFrom(layersDrawn).Draw(t, "layer"), ID: rapid.Int64Range(1, 6).Draw(t, "id"),
		Geom: rapid.SampledFrom(geometry).Draw(t, "geometry"), Status: status, Group: status, Name: "n",
		Quantity: float64(rapid.IntRange(0, 5000).Draw(t, "quantity")) / 1000,
	}
}

func someAddress(t *rapid.T) tiles.Address {
	a := tileAt(uint8(rapid.IntRange(5, 19).Draw(t, "zoom")), lon, lat)
	a.X += uint32(rapid.IntRange(0, 2).Draw(t, "column"))
	a.Y -= uint32(rapid.IntRange(0, 2).Draw(t, "row"))
	a.CRS = rapid.SampledFrom([]tiles.CRS{tiles.WGS84, tiles.GCJ02}).Draw(t, "crs")
	if rapid.Bool().Draw(t, "some layers") {
		a.Layers = "berth,cluster"
	}
	return a
}

// Whatever edits came, a tile is what an engine draws that only ever saw the outcome.
func TestTileIsThatOfAFreshEngineAfterAnyEdits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		type key struct {
			layer string
			id    int64
		}
		held := map[key]tiles.Feature{}
		e := tiles.New(tiles.Options{CacheBytes: int64(rapid.SampledFrom([]int{2000, 1 << 20}).Draw(t, "cache"))})
		var asked []tiles.Address
		check := func(a tiles.Address) {
			var left all
			for _, f := range held {
				left = append(left, f)
			}
			want := engineWith(left...).MVT(a)
			if got := e.MVT(a); !bytes.Equal(got, want) {
				t.Fatalf("tile %+v is stale: %d bytes, want %d", a, len(got), len(want))
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"put": func(t *rapid.T) {
				f := someFeature(t)
				held[key{f.Layer, f.ID}] = f
				e.Apply([]tiles.Change{put(f)})
			},
			"remove": func(t *rapid.T) {
				k := key{rapid.SampledFrom(layersDrawn).Draw(t, "layer"), rapid.Int64Range(1, 6).Draw(t, "id")}
				delete(held, k)
				e.Apply([]tiles.Change{{Layer: k.layer, ID: k.id}})
			},
			"ask": func(t *rapid.T) {
				a := someAddress(t)
				asked = append(asked, a)
				check(a)
			},
			"ask again": func(t *rapid.T) {
				if len(asked) > 0 {
					check(rapid.SampledFrom(asked).Draw(t, "asked"))
				}
			},
		})
	})
}

// Readers race with a writer: none may see a version older than the one that
// was applied before it asked.
func TestTileAskedForAfterAChangeShowsIt(t *testing.T) {
	t.Parallel()
	lamp := func(version int64) tiles.Feature {
		return tiles.Feature{Layer: "lamp", ID: 1, Geom: geo.Point{lon, lat}, Quantity: float64(version)}
	}
	e := engineWith(lamp(1))
	var applied atomic.Int64
	applied.Store(1)
	var readers sync.WaitGroup
	for r := range 8 {
		readers.Go(func() {
			random := rand.New(rand.NewPCG(1, uint64(r)))
			for applied.Load() < 400 {
				a := tileAt(uint8(14+random.IntN(5)), lon, lat)
				before := applied.Load()
				layers := decode(t, e, a)
				if got := layers[0].Features[0].Properties["quantity"].(float64); got < float64(before) {
					t.Errorf("tile %+v shows version %v after %d", a, got, before)
				}
			}
		})
	}
	for v := int64(2); v <= 400; v++ {
		e.Apply([]tiles.Change{put(lamp(v))})
		applied.Store(v)
	}
	readers.Wait()
}

func TestCellsSumToAllThereIs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		features := make([]tiles.Feature, rapid.IntRange(1, 60).Draw(t, "features"))
		want := map[string][2]int64{} // count, thousandths of quantity
		for i := range features {
			f := someFeature(t)
			f.Layer, f.ID = rapid.SampledFrom([]string{"berth", "painted_wall"}).Draw(t, "kind"), int64(i)
			features[i] = f
			k := f.Layer + " " + f.Group
			want[k] = [2]int64{want[k][0] + 1, want[k][1] + int64(f.Quantity*1000+0.5)}
		}
		e := engineWith(features...)
		crs := rapid.SampledFrom([]tiles.CRS{tiles.WGS84, tiles.GCJ02}).Draw(t, "crs")
		z := uint8(rapid.IntRange(4, 13).Draw(t, "zoom"))
		got := map[string][2]int64{}
		from, to := tileAt(z, lon-0.1, lat+0.1), tileAt(z, lon+0.1, lat-0.1)
		for x := from.X; x <= to.X; x++ {
			for y := from.Y; y <= to.Y; y++ {
				for _, l := range decodeIn(t, e, tiles.Address{Z: z, X: x, Y: y, CRS: crs, Layers: "cluster"}) {
					for _, f := range l.Features {
						k := fmt.Sprint(f.Properties["kind"], " ", f.Properties["group"])
						q := f.Properties["quantity"].(float64)
						got[k] = [2]int64{got[k][0] + int64(f.Properties["count"].(float64)), got[k][1] + int64(q*1000+0.5)}
					}
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("zoom %d (-want +got):\n%s", z, diff)
		}
	})
}
