package tiles_test

import (
	"flag"
	"fmt"
	"testing"

	"backstreet/rectify"
	"backstreet/tiles"
	towns "backstreet/tiles/bench/district" // district is a fixture here
)

var every = flag.Bool("every", false, "compare every tile of the request lists of a district and a city, not a sample")

// TestTilesAreThoseOfPostGIS draws the tiles of people looking around in a district, by the engine and by
// ST_AsMVT for the same rules. They share no code and must show the same.
func TestTilesAreThoseOfPostGIS(t *testing.T) {
	t.Parallel()
	sizes := []int{1}
	if *every {
		sizes = append(sizes, 25)
	}
	for _, size := range sizes {
		t.Run(fmt.Sprintf("d%d", size), func(t *testing.T) {
			features := featuresOf(t, size)
			list := distinct(towns.Requests(size))
			if !*every {
				list = sample(list, 16)
			}
			compareTiles(t, features, list)
		})
	}
}

// featuresOf districts as the engine gets them. Quantities and areas are the database's to find; here they are
// anything.
func featuresOf(t *testing.T, districts int) []tiles.Feature {
	t.Helper()
	var all []tiles.Feature
	for seed, err := range towns.Seeds(districts, rectify.Day(20_000)) {
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range seed.Features {
			all = append(all, tiles.Feature{
				Layer: string(f.Kind), ID: int64(f.ID), Geom: f.Geom, Name: f.Name, Ref: f.Ref,
				Status: string(f.Status), Group: string(f.Status.Group()), Quantity: float64(f.ID%4000) / 8,
				UnitID: int64(f.UnitID), AreaID: int64(f.ID%96) + 1,
				ListedDay: int32(f.ListedOn), PlannedDay: int32(f.PlannedOn), DueDay: int32(f.DueOn),
				SubmittedDay: int32(f.SubmittedOn), VerifiedDay: int32(f.VerifiedOn),
			})
		}
	}
	return all
}

func distinct(list []towns.Tile) []tiles.Address {
	var all []tiles.Address
	seen := map[towns.Tile]bool{}
	for _, of := range list {
		if !seen[of] {
			seen[of] = true
			all = append(all, tiles.Address{Z: uint8(of.Z), X: uint32(of.X), Y: uint32(of.Y)})
		}
	}
	return all
}

// sample takes the first tiles of each zoom.
func sample(list []tiles.Address, ofEach int) []tiles.Address {
	var some []tiles.Address
	taken := map[uint8]int{}
	for _, a := range list {
		if taken[a.Z] < ofEach {
			taken[a.Z]++
			some = append(some, a)
		}
	}
	return some
}

func compareTiles(t *testing.T, features []tiles.Feature, list []tiles.Address) {
	t.Helper()
	compareTilesOf(t, newReference(t), features, list)
}

func compareTilesOf(t *testing.T, r *reference, features []tiles.Feature, list []tiles.Address) {
	t.Helper()
	e := engineWith(features...)
	r.load(t, features)
	compared := 0
	for _, a := range list {
		ours := a
		ours.Layers = "back_street,berth,compound,painted_wall" // without cells, so that no tile is crowded
		compared += compareTile(t, a, byID(decode(t, e, ours), 1), byID(r.tile(t, a), finer))
		if t.Failed() {
			return // one tile's differences are enough to read
		}
	}
	t.Logf("%d features compared in %d tiles", compared, len(list))
	if compared < len(list) {
		t.Errorf("only %d features were compared in %d tiles", compared, len(list))
	}
}
