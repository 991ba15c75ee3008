package rectify

import (
	"math"

	"backstreet/geo"
)

// PresenceRadiusM is how near to the geometry a position proves presence, in metres; the
// position's own accuracy is added.
const PresenceRadiusM = 80.0

// ProvesPresence reports whether the position lies within PresenceRadiusM and its accuracy of the
// geometry. No position proves nothing.
func ProvesPresence(position *Position, geom geo.Geometry) bool {
	if position == nil || geom == nil {
		return false
	}
	return geo.DistanceToMetres(position.Point, geom) <= PresenceRadiusM+position.AccuracyM
}

func (p Position) valid() bool {
	lon, lat := p.Point[0], p.Point[1]
	return math.Abs(lon) <= 180 && math.Abs(lat) <= 90 && p.AccuracyM >= 0 && !math.IsInf(p.AccuracyM, 1)
}
