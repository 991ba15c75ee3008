package demo

import (
	"math/rand/v2"

	"backstreet/geo"
	"backstreet/rectify"
)

// thing is a feature before anything happened to it.
type thing struct {
	kind       rectify.KindKey
	ref, name  string
	geom       geo.Geometry
	attributes map[string]any
	void       bool // comes on top of the campaign's sums
}

// town is the district as it is built.
type town struct {
	random  *rand.Rand
	net     *network
	divided *partition
	lands   []cell
	parcels []parcel
	estates []estate

	buildings     [][]spot // on the ground, as all that follow
	grounds       []ground
	waters        []ground
	ways          []street
	signs         []sign
	villages      []village
	countryRoads  []street
	fronts        []front
	rows          []row
	laneNames     *roll
	compoundNames *roll

	compounds, lanes, walls, berths []thing
}

// ground is an area with a name or none; sign is a name at a place.
type ground struct {
	class, name string
	ring        []spot
}

type sign struct {
	name string
	at   spot
}

// How many there are of each, and the void ones on top.
const (
	laneCount      = 167
	compoundCount  = 308
	managedCount   = 106
	committeeCount = 111
	paintedM2      = 96_000.0
	bikeCount      = 27_400
	carCount       = 8_600
	voidCount      = 3
)

func newTown(random *rand.Rand) *town {
	land := newSurvey()
	divided := newPartition(land.outline)
	t := &town{random: random, divided: divided, net: newNetwork(random, land, divided)}
	t.laneNames = &roll{names: pairs(random, laneFronts, laneBacks)}
	t.compoundNames = &roll{names: mixed(random, compoundFronts, compoundBacks)}
	t.grounds, t.ways = t.net.banks(), t.net.tracks()
	t.part()
	t.useParcels()
	t.buildCountry()
	t.fill()
	t.paint()
	t.park()
	return t
}
