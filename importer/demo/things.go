package demo

import (
	"fmt"
	"math"

	"backstreet/geo"
	"backstreet/rectify"
)

var (
	laneNames = []string{
		"槐树巷", "井台巷", "豆腐巷", "染坊巷", "铁匠巷", "茶馆巷", "竹竿巷", "书院巷", "钟楼巷", "盐店巷", "油坊巷", "柳荫巷",
		"石榴巷", "青砖巷", "牌坊巷", "渡口巷", "米市巷", "布衣巷", "鼓楼巷", "仓房巷", "花园巷", "水门巷", "城隍巷", "学堂巷",
		"磨坊巷", "药铺巷", "银杏巷", "梧桐巷", "枣园巷", "杏花巷", "桂香巷", "南井巷", "北井巷", "小桥巷", "码头巷", "会馆巷",
		"戏台巷", "箍桶巷", "绳市巷", "安居巷", "照壁巷", "半截巷",
	}
	compoundFronts = []string{"滨河", "澧河", "安居", "阳光", "建业", "金桥", "祥和", "锦绣", "翠园", "兴业", "惠民", "玉兰", "长虹"}
	compoundBacks  = []string{"家园", "花园", "小区"}
)

func (t *town) addLane(from, to spot) {
	i := len(t.lanes)
	t.lanes = append(t.lanes, thing{
		kind: rectify.KindBackStreet, ref: fmt.Sprintf("BJ-%04d", i+1), name: laneNames[i%len(laneNames)],
		geom: geo.MultiLineString{line(from, to)}, void: i >= laneCount,
		attributes: map[string]any{
			"width_m": 4.0 + 0.5*float64(t.random.IntN(3)), "lighting": t.random.IntN(3) > 0,
			"surface": []string{"水泥", "沥青", "砖铺"}[t.random.IntN(3)],
		},
	})
}

// settle builds a compound: rows of slabs, a wall on some sides and berths between the slabs.
func (t *town) settle(i int, p parcel) {
	slabs := t.slabs(p.inset(9))
	t.buildings = append(t.buildings, slabs...)
	management := "none"
	if i >= unmanaged && i < compoundCount {
		management = []string{"professional", "red_property"}[i%2]
	}
	name := compoundFronts[i%len(compoundFronts)] + compoundBacks[i/len(compoundFronts)%len(compoundBacks)]
	households := len(slabs)*24 + t.random.IntN(20)
	if i == 0 {
		name, households = "滨河春天小区", 142
	}
	t.compounds = append(t.compounds, thing{
		kind: rectify.KindCompound, ref: fmt.Sprintf("XQ-%04d", i+1), name: name,
		geom: geo.MultiPolygon{p.polygon()}, void: i >= compoundCount,
		attributes: map[string]any{
			"management": management, "management_at_start": management, "households": households,
			"residents": households * 3, "buildings": len(slabs), "built_year": 1984 + t.random.IntN(20),
			"has_branch": t.random.IntN(2) == 0, "has_committee": management != "none",
		},
	})
	if i >= compoundCount {
		return
	}
	t.addWalls(i, p)
	t.addBerths(i, slabs)
}

// slabs look south and leave 18 m between the rows.
func (t *town) slabs(b box) []box {
	const deep, pitch = 12.0, 30.0
	columns := max(1, math.Floor(b.wide()/45))
	wide := b.wide()/columns - 6
	var slabs []box
	for v := b.south + 4; v+deep <= b.north; v += pitch {
		for c := range int(columns) {
			u := b.west + float64(c)*(wide+6)
			slabs = append(slabs, box{u, v, u + wide, v + deep})
		}
	}
	return slabs
}

// addWalls paints the side along the lane first; gates keep the ends free.
func (t *town) addWalls(i int, p parcel) {
	sides := p.sides()
	for k := range 3 {
		n := len(t.walls)
		if n >= wallCount+voidCount {
			return
		}
		side := sides[(max(p.lane, 0)+k)%4]
		along := func(share float64) spot {
			return spot{side[0].u + (side[1].u-side[0].u)*share, side[0].v + (side[1].v-side[0].v)*share}
		}
		t.walls = append(t.walls, thing{
			kind: rectify.KindPaintedWall, ref: fmt.Sprintf("QT-%04d", n+1), name: fmt.Sprintf("%s%s墙", t.compounds[i].name,
				[]string{"南", "东", "北", "西"}[(max(p.lane, 0)+k)%4]),
			geom: geo.MultiLineString{line(along(0.06), along(0.55+0.35*t.random.Float64()))}, void: n >= wallCount,
			attributes: map[string]any{
				"height_m": 2.2 + 0.1*float64(t.random.IntN(9)), "openings_m2": float64(t.random.IntN(6)),
				"finish": []string{"真石漆", "乳胶漆", "白灰"}[t.random.IntN(3)],
			},
		})
	}
}

// The berths at one compound. Painted lines keep stalls a little apart.
const (
	bikeStalls, bikeWide, bikeDeep, bikePitch = 14, 0.6, 2.0, 0.62
	carStalls, carWide, carDeep, carPitch     = 6, 2.4, 5.3, 2.45
)

// addBerths puts bicycles before the south wall of one slab and cars north of another.
func (t *town) addBerths(i int, slabs []box) {
	if len(slabs) == 0 {
		return
	}
	before, behind := slabs[t.random.IntN(len(slabs))], slabs[t.random.IntN(len(slabs))]
	extra := 0
	if i < voidCount {
		extra = 1
	}
	for k := range bikeStalls + extra {
		t.addBerth("non_motor", stall(spot{before.west + 3, before.south - 3.5}, bikePitch*float64(k), bikeWide, bikeDeep), k >= bikeStalls)
	}
	for k := range carStalls + extra {
		t.addBerth("motor", stall(spot{behind.west + 3, behind.north + 3}, carPitch*float64(k), carWide, carDeep), k >= carStalls)
	}
}

func (t *town) addBerth(class string, outline geo.Polygon, void bool) {
	t.berths = append(t.berths, thing{
		kind: rectify.KindBerth, ref: fmt.Sprintf("BW-%04d", len(t.berths)+1), geom: geo.MultiPolygon{outline}, void: void,
		attributes: map[string]any{"capacity": 1, "berth_class": class, "charging": class == "non_motor" && len(t.berths)%5 == 0},
	})
}
