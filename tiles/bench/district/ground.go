package district

import (
	"math"
	"math/rand/v2"

	"backstreet/geo"
)

// The districts lie around Yuanhui, as the request lists of map sessions expect.
const (
	middleLon, middleLat = 114.00, 33.57
	districtPitch        = 15_000.0 // metres from one district's middle to the next
	blockPitch           = 240.0    // metres between two streets of a district
	spread               = 2200.0   // metres: the standard deviation of what is built around a middle
)

// at is a place in metres east and north of the middle of all districts.
type at struct{ east, north float64 }

func (a at) plus(east, north float64) at { return at{a.east + east, a.north + north} }

// polar is the place so many metres away in a direction.
func (a at) polar(metres, radians float64) at {
	return a.plus(metres*math.Cos(radians), metres*math.Sin(radians))
}

const metresPerDegree = 110_920.0 // of latitude, here

var metresPerLon = 111_320 * math.Cos(middleLat*math.Pi/180)

func (a at) point() geo.Point {
	return geo.Point{middleLon + a.east/metresPerLon, middleLat + a.north/metresPerDegree}
}

// middleOf is the middle of a district in a square grid of so many.
func middleOf(district, districts int) at {
	side := int(math.Ceil(math.Sqrt(float64(districts))))
	half := float64(side-1) / 2
	return at{(float64(district%side) - half) * districtPitch, (float64(district/side) - half) * districtPitch}
}

func ringOf(corners ...at) geo.Ring {
	ring := make(geo.Ring, 0, len(corners)+1)
	for _, corner := range corners {
		ring = append(ring, corner.point())
	}
	return append(ring, ring[0])
}

func lineOf(places ...at) geo.LineString {
	line := make(geo.LineString, len(places))
	for i, place := range places {
		line[i] = place.point()
	}
	return line
}

// rectangle from its lower left corner.
func rectangle(from at, width, height float64) geo.MultiPolygon {
	return geo.MultiPolygon{{ringOf(from, from.plus(width, 0), from.plus(width, height), from.plus(0, height))}}
}

// yard is where a compound lies: its middle, how far its walls are, how it is turned.
type yard struct {
	middle         at
	radius, turned float64
}

// yardsAround takes blocks of the street grid, each once, the nearer to the middle the likelier.
func yardsAround(middle at, count int, random *rand.Rand) []yard {
	taken := map[[2]int]bool{}
	var yards []yard
	for len(yards) < count {
		block := [2]int{int(math.Round(random.NormFloat64() * spread / blockPitch)), int(math.Round(random.NormFloat64() * spread / blockPitch))}
		if taken[block] || max(block[0], -block[0], block[1], -block[1]) > 28 {
			continue
		}
		taken[block] = true
		yards = append(yards, yard{
			middle: middle.plus(float64(block[0])*blockPitch+30*random.Float64(), float64(block[1])*blockPitch+30*random.Float64()),
			radius: 55 + 50*random.Float64(), turned: random.Float64() / 2,
		})
	}
	return yards
}

// boundary is a polygon of 6 to 14 corners.
func (y yard) boundary(random *rand.Rand) geo.MultiPolygon {
	corners := make([]at, 6+random.IntN(9))
	for i := range corners {
		corners[i] = y.middle.polar(y.radius*(0.85+0.3*random.Float64()), y.turned+2*math.Pi*float64(i)/float64(len(corners)))
	}
	return geo.MultiPolygon{{ringOf(corners...)}}
}

// lane is a street of 20 places, 300 m long, which begins at a corner of the block.
func (y yard) lane(random *rand.Rand) geo.LineString {
	places := []at{y.middle.plus(blockPitch/2, blockPitch/2)}
	heading := float64(random.IntN(4)) * math.Pi / 2
	for len(places) < 20 {
		heading += 0.08 * random.NormFloat64()
		places = append(places, places[len(places)-1].polar(300.0/19, heading))
	}
	return lineOf(places...)
}

// wall is a stretch of 2 to 6 places outside the boundary.
func (y yard) wall(random *rand.Rand) geo.LineString {
	places := make([]at, 2+random.IntN(5))
	from := 2 * math.Pi * random.Float64()
	for i := range places {
		places[i] = y.middle.polar(1.16*y.radius+2*random.Float64(), from+0.16*float64(i))
	}
	return lineOf(places...)
}

// berths is a row of so many berths of 0.6 by 2 metres in the yard.
func (y yard) berths(count int, random *rand.Rand) []geo.MultiPolygon {
	from := y.middle.polar(0.7*y.radius*math.Sqrt(random.Float64()), 2*math.Pi*random.Float64())
	along := y.turned + float64(random.IntN(2))*math.Pi/2
	across := along + math.Pi/2
	row := make([]geo.MultiPolygon, count)
	for i := range row {
		corner := from.polar(0.7*float64(i), along)
		next := corner.polar(0.6, along)
		row[i] = geo.MultiPolygon{{ringOf(corner, next, next.polar(2, across), corner.polar(2, across))}}
	}
	return row
}
