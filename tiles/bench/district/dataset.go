package district

import (
	"fmt"
	"iter"
	"math/rand/v2"

	"backstreet/geo"
	"backstreet/rectify"
	"backstreet/store"
)

// What a district has: 39,475 features.
const (
	compoundCount = 308
	streetCount   = 167
	wallCount     = 3_000
	berthCount    = 36_000

	// Features is how many that are.
	Features = compoundCount + streetCount + wallCount + berthCount

	streetsAcross, streetsUp         = 2, 4 // areas of a district
	communitiesAcross, communitiesUp = 3, 4 // areas of each of those
	areaCount                        = 1 + streetsAcross*streetsUp*(1+communitiesAcross*communitiesUp)
	unitCount                        = 12
)

// Everything comes from it, so that a number means the same on every machine.
const datasetSeed = 20261123

// Seeds yields so many districts side by side, one by one; the first brings the people of the office and the
// campaign. Days are told from today.
func Seeds(count int, today rectify.Day) iter.Seq2[store.Seed, error] {
	return func(yield func(store.Seed, error) bool) {
		for n := range count {
			if !yield(newDistrict(n, count, today).seed, nil) {
				return
			}
		}
	}
}

// district is one in the making.
type district struct {
	number int
	middle at
	today  rectify.Day
	random *rand.Rand
	seed   store.Seed
}

func newDistrict(number, of int, today rectify.Day) *district {
	d := &district{
		number: number, middle: middleOf(number, of), today: today,
		random: rand.New(rand.NewPCG(datasetSeed, uint64(number))),
	}
	d.addAreas()
	d.addPeople()
	yards := yardsAround(d.middle, compoundCount, d.random)
	somewhere := func() yard { return yards[d.random.IntN(len(yards))] }
	for i, y := range yards {
		d.add(rectify.KindCompound, "XQ", fmt.Sprintf("阳光小区%d号院", i+1), y.boundary(d.random), map[string]any{"management": "none"})
	}
	for i := range streetCount {
		d.add(rectify.KindBackStreet, "BJ", fmt.Sprintf("受降路%d巷", i+1), geo.MultiLineString{somewhere().lane(d.random)}, map[string]any{})
	}
	for i := range wallCount {
		height := map[string]any{"height_m": 2 + float64(i%8)/4}
		d.add(rectify.KindPaintedWall, "QM", fmt.Sprintf("墙面%04d", i+1), geo.MultiLineString{somewhere().wall(d.random)}, height)
	}
	for left := berthCount; left > 0; {
		row := somewhere().berths(min(left, 8+d.random.IntN(25)), d.random)
		left -= len(row)
		for _, berth := range row {
			d.add(rectify.KindBerth, "BW", "", berth, map[string]any{"capacity": 1 + d.random.IntN(4), "berth_class": "non_motor"})
		}
	}
	return d
}

// addAreas divides the district's square into streets, and those into communities.
func (d *district) addAreas() {
	from := d.middle.plus(-districtPitch/2, -districtPitch/2)
	whole := d.area(0, rectify.LevelDistrict, "区", from, districtPitch, districtPitch)
	const streetWide, streetHigh = districtPitch / streetsAcross, districtPitch / streetsUp
	for s := range streetsAcross * streetsUp {
		corner := from.plus(float64(s%streetsAcross)*streetWide, float64(s/streetsAcross)*streetHigh)
		street := d.area(whole, rectify.LevelStreet, "街道", corner, streetWide, streetHigh)
		const wide, high = streetWide / communitiesAcross, streetHigh / communitiesUp
		for c := range communitiesAcross * communitiesUp {
			d.area(street, rectify.LevelCommunity, "社区",
				corner.plus(float64(c%communitiesAcross)*wide, float64(c/communitiesAcross)*high), wide, high)
		}
	}
}

func (d *district) area(parent rectify.AreaID, level rectify.AreaLevel, name string, from at, wide, high float64) rectify.AreaID {
	id := rectify.AreaID(d.number*areaCount + len(d.seed.Areas) + 1)
	d.seed.Areas = append(d.seed.Areas, rectify.Area{
		ID: id, ParentID: parent, Level: level, Code: fmt.Sprintf("4111%08d", id), Name: fmt.Sprintf("%d%s", id, name),
		Geom: rectangle(from, wide, high),
	})
	return id
}

func (d *district) add(kind rectify.KindKey, prefix, name string, geom geo.Geometry, attributes map[string]any) {
	id := rectify.FeatureID(d.number*Features + len(d.seed.Features) + 1)
	f := rectify.Feature{
		ID: id, UID: uuidOf(1, int64(id)), Kind: kind, Ref: fmt.Sprintf("%s-%07d", prefix, id), Name: name, Geom: geom,
		Cycle: 1, Attributes: attributes, Source: "bench", CreatedAt: instantOf(d.today - 200),
	}
	d.enter(&f)
	d.seed.Features = append(d.seed.Features, f)
}

// uuidOf numbers what has no other id, apart for each space of numbers.
func uuidOf(space, number int64) string {
	return fmt.Sprintf("00000000-0000-7000-%04x-%012x", 0x8000+space, number)
}
