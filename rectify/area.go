package rectify

import (
	"slices"

	"backstreet/geo"
)

// AreaID identifies an area; zero means none.
type AreaID int64

// AreaLevel is the rank of an area in the tree of places.
type AreaLevel string

// The levels, from the whole down.
const (
	LevelDistrict  AreaLevel = "district"
	LevelStreet    AreaLevel = "street"
	LevelCommunity AreaLevel = "community"
	LevelGrid      AreaLevel = "grid"
)

// AreaLevels holds the levels from the whole down; a child has a later level than its parent.
var AreaLevels = []AreaLevel{LevelDistrict, LevelStreet, LevelCommunity, LevelGrid}

// Valid reports whether l is one of AreaLevels.
func (l AreaLevel) Valid() bool { return slices.Contains(AreaLevels, l) }

// Area is a place that things are counted for.
type Area struct {
	ID       AreaID
	ParentID AreaID // none for a district
	Level    AreaLevel
	Code     string // 12-digit statistical code where there is one
	Name     string
	NameEN   string
	Path     string // ltree of ids from the root, this one last
	Geom     geo.MultiPolygon
}
