package demo

import (
	"math"

	"backstreet/geo"
	"backstreet/rectify"
)

// piece is a part of the district: cut in two by a straight line, or an area. The line goes from a to b; low
// lies right of it and high left.
type piece struct {
	code, name, english string
	a, b                geo.Point
	low, high           *piece
}

func areas() []rectify.Area {
	var all []rectify.Area
	add := func(parent rectify.AreaID, level rectify.AreaLevel, p *piece, ring geo.Ring) rectify.AreaID {
		id := rectify.AreaID(len(all) + 1)
		all = append(all, rectify.Area{
			ID: id, ParentID: parent, Level: level, Code: p.code, Name: p.name, NameEN: p.english,
			Geom: geo.MultiPolygon{{ring}},
		})
		return id
	}
	district := add(0, rectify.LevelDistrict, &piece{code: "411102000000", name: "源汇区", english: "Yuanhui District"}, outline())
	type cutStreet struct {
		id   rectify.AreaID
		code string
		ring geo.Ring
	}
	var streets []cutStreet
	districtCuts.leaves(outline(), func(p *piece, ring geo.Ring) {
		streets = append(streets, cutStreet{add(district, rectify.LevelStreet, p, ring), p.code, ring})
	})
	for _, s := range streets {
		if cuts := communityCuts[s.code]; cuts != nil {
			cuts.leaves(s.ring, func(p *piece, ring geo.Ring) { add(s.id, rectify.LevelCommunity, p, ring) })
		}
	}
	shareCorners(all)
	return all
}

// outline is a rounded block with gentle waves, 48 corners.
func outline() geo.Ring {
	const corners, lon, lat, wide, high = 48, 113.915, 33.535, 0.113, 0.073
	power := func(x float64) float64 { return math.Copysign(math.Sqrt(math.Abs(x)), x) }
	var ring geo.Ring
	for i := range corners {
		angle := 2 * math.Pi * (float64(i) + 0.37) / corners
		wave := 1 + 0.008*math.Sin(3*angle) + 0.006*math.Cos(5*angle)
		ring = append(ring, geo.Point{lon + wide*wave*power(math.Cos(angle)), lat + high*wave*power(math.Sin(angle))})
	}
	return append(ring, ring[0])
}

func (p *piece) leaves(ring geo.Ring, visit func(*piece, geo.Ring)) {
	if p.low == nil {
		visit(p, ring)
		return
	}
	p.low.leaves(clip(ring, p.b, p.a), visit)
	p.high.leaves(clip(ring, p.a, p.b), visit)
}

// clip keeps what lies left of the line from a to b. The crossing is computed the same for either direction,
// so that both sides of a cut get the same corner.
func clip(ring geo.Ring, a, b geo.Point) geo.Ring {
	if a[0] > b[0] || a[0] == b[0] && a[1] > b[1] {
		return clipBy(ring, func(p geo.Point) float64 { return -side(b, a, p) })
	}
	return clipBy(ring, func(p geo.Point) float64 { return side(a, b, p) })
}

func side(a, b, p geo.Point) float64 { return (b[0]-a[0])*(p[1]-a[1]) - (b[1]-a[1])*(p[0]-a[0]) }

func clipBy(ring geo.Ring, height func(geo.Point) float64) geo.Ring {
	var kept geo.Ring
	for i := 1; i < len(ring); i++ {
		p, q := ring[i-1], ring[i]
		hp, hq := height(p), height(q)
		if hp >= 0 {
			kept = append(kept, p)
		}
		if (hp > 0) != (hq > 0) && hp != 0 && hq != 0 {
			share := hp / (hp - hq)
			kept = append(kept, geo.Point{p[0] + (q[0]-p[0])*share, p[1] + (q[1]-p[1])*share})
		}
	}
	return append(kept, kept[0])
}

// shareCorners gives every ring the corners of others that lie on its sides, so that borders are the same
// positions on both sides.
func shareCorners(areas []rectify.Area) {
	var corners geo.Ring
	for _, a := range areas {
		corners = append(corners, a.Geom[0][0]...)
	}
	for i := range areas {
		areas[i].Geom[0][0] = withCorners(areas[i].Geom[0][0], corners)
	}
}
