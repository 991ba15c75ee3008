package geo

import "github.com/paulmach/orb"

// The geometry types are orb's own, so that a value passes between packages
// without conversion and only geo (and tiles, which encodes) names orb.
// Coordinates are degrees, longitude before latitude.
type (
	Point           = orb.Point
	MultiPoint      = orb.MultiPoint
	LineString      = orb.LineString
	MultiLineString = orb.MultiLineString
	Ring            = orb.Ring
	Polygon         = orb.Polygon
	MultiPolygon    = orb.MultiPolygon
	Collection      = orb.Collection
	Bound           = orb.Bound
	Geometry        = orb.Geometry
)

// SRID is the only spatial reference this package reads and writes: WGS 84
// longitude and latitude.
const SRID = 4326
