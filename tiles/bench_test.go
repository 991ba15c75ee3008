package tiles_test

import (
	"fmt"
	"runtime"
	"testing"

	"backstreet/geo"
	"backstreet/tiles"
)

// dense is a district of count berths in rows, with walls, compounds and
// buildings between, on so many degrees square.
func dense(count int, side float64) all {
	var s all
	columns := 1
	for columns*columns < count {
		columns++
	}
	step := side / float64(columns)
	for i := range count {
		x, y := lon+float64(i%columns)*step, lat+float64(i/columns)*step
		status := []string{"listed", "planned", "in_progress", "submitted", "verified"}[i%5]
		f := tiles.Feature{
			Layer: "berth", ID: int64(i + 1), Ref: fmt.Sprintf("BW-%06d", i), Geom: geo.MultiPolygon{{square(x, y, step*0.6)}},
			Status: status, Group: status, Quantity: float64(1 + i%4), UnitID: int64(i % 40), AreaID: int64(i % 110),
			ListedDay: 19000 + int32(i%300), PlannedDay: 19100 + int32(i%300), DueDay: 19300 + int32(i%200), SubmittedDay: 19200 + int32(i%90),
		}
		s = append(s, f)
		if i%12 == 0 {
			f.Layer, f.Geom = "painted_wall", geo.LineString{{x, y}, {x + step*4, y + step}}
			s = append(s, f)
			s = append(s, tiles.Feature{Layer: "context_building", ID: int64(i + 1), Class: "yes", Geom: geo.Polygon{square(x, y, step*2)}})
		}
		if i%120 == 0 {
			f.Layer, f.Geom, f.Name = "compound", geo.MultiPolygon{{square(x, y, step*6)}}, "小区"
			s = append(s, f)
		}
	}
	return s
}

// The whole district's berths on ten square kilometres, a quarter of its ground.
func TestTileStaysUnder500kB(t *testing.T) {
	t.Parallel()
	const side = 0.03
	e := engineWith(dense(36000, side)...)
	for zoom := range uint8(18 + 1) {
		from, to := tileAt(zoom, lon, lat+side), tileAt(zoom, lon+side, lat)
		for x := from.X; x <= to.X; x++ {
			for y := from.Y; y <= to.Y; y++ {
				if raw := e.MVT(tiles.Address{Z: zoom, X: x, Y: y}); len(raw) >= 500_000 {
					t.Errorf("tile %d/%d/%d has %d bytes", zoom, x, y, len(raw))
				}
			}
		}
	}
}

// Where berths are too many to draw, their cells say how many there are.
func TestCrowdedTileShowsCells(t *testing.T) {
	t.Parallel()
	const side = 0.005
	e := engineWith(dense(10000, side)...)
	var count float64
	from, to := tileAt(14, lon, lat+side), tileAt(14, lon+side, lat)
	for x := from.X; x <= to.X; x++ {
		for y := from.Y; y <= to.Y; y++ {
			for _, l := range decode(t, e, tiles.Address{Z: 14, X: x, Y: y}) {
				for _, f := range l.Features {
					if l.Name == "berth" {
						count++
					}
					if l.Name == "cluster" && f.Properties["kind"] == "berth" {
						count += f.Properties["count"].(float64)
					}
				}
			}
		}
	}
	if count != 10000 {
		t.Errorf("tiles show %v berths of 10000", count)
	}
}

// BenchmarkTile draws a tile anew each time: the change drops it from the cache.
func BenchmarkTile(b *testing.B) {
	features := dense(36000, 0.1)
	e := engineWith(features...)
	for _, zoom := range []uint8{10, 12, 14, 15, 16, 17} {
		b.Run(fmt.Sprintf("z%d", zoom), func(b *testing.B) {
			a := tileAt(zoom, lon+0.05, lat+0.05)
			raw := e.MVT(a)
			b.ReportAllocs()
			for b.Loop() {
				tiles.Draw(e, a, func([]byte) {})
			}
			b.ReportMetric(float64(len(raw)), "B/tile")
		})
	}
}

func BenchmarkApply(b *testing.B) {
	features := dense(36000, 0.1)
	e := engineWith(features...)
	a := tileAt(16, lon+0.05, lat+0.05)
	for i := 0; b.Loop(); i++ {
		e.MVT(a)
		e.Apply([]tiles.Change{put(features[i%len(features)])})
	}
}

func BenchmarkLoad(b *testing.B) {
	var berths all
	for _, f := range dense(100_000, 0.2) {
		if f.Layer == "berth" {
			berths = append(berths, f)
		}
	}
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		e := engineWith(berths...)
		runtime.GC()
		runtime.ReadMemStats(&after)
		runtime.KeepAlive(e)
	}
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(len(berths)), "B/feature")
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(berths)), "µs/feature")
}
