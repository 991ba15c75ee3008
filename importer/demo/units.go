package demo

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"backstreet/geo"
	"backstreet/rectify"
)

// roster is who works where: every unit and the anchors, compounds and back streets, that it is paired with.
type roster struct {
	units   []rectify.Unit
	anchors map[rectify.AreaID][]anchor // by the deepest area
}

// anchor is a place that a unit looks after; what lies nearest to it is the unit's as well.
type anchor struct {
	at   geo.Point
	unit int // place in units
}

// unitCount is how many units there are where the district has work for as many.
const unitCount = 80

// checkUnits verify and do no work of their own; they are the first of the units.
var checkUnits = []string{"区创建办核查一组", "区创建办核查二组", "区创建办核查三组"}

// streetTeams are what every street office has.
var streetTeams = []string{"城市管理中队", "市容环卫所"}

// bureaus are the district's offices and departments that are paired with compounds (包联单位).
var bureaus = []string{
	"区住房和城乡建设局", "区城市管理局", "区教育局", "区卫生健康委员会", "区民政局", "区财政局", "区审计局", "区统计局",
	"区司法局", "区人力资源和社会保障局", "区自然资源局", "区交通运输局", "区农业农村局", "区水利局", "区商务局",
	"区文化广电和旅游局", "区退役军人事务局", "区应急管理局", "区市场监督管理局", "区医疗保障局", "区信访局",
	"区发展和改革委员会", "区科技和工业信息化局", "区机关事务中心", "区行政审批服务局", "区档案馆", "区总工会",
	"团区委", "区妇女联合会", "区科学技术协会", "区工商业联合会", "区残疾人联合会", "区红十字会", "区委组织部",
	"区委宣传部", "区委统战部", "区委政法委员会", "区委编办", "区委党校", "区人大机关", "区政协机关", "区人民法院",
	"区人民检察院", "区税务局", "公安分局", "区消防救援大队", "区供销合作社", "区园林绿化中心", "区环境卫生管理中心",
}

// pair makes the units and gives each the anchors of one neighbourhood. A community's own group comes first, the
// street's teams help where most is to do, the bureaus go wherever a unit has the most.
func pair(areas []rectify.Area, batches []*batch) *roster {
	r := &roster{anchors: map[rectify.AreaID][]anchor{}}
	for _, name := range checkUnits {
		r.add(name)
	}
	for _, b := range batches {
		if b.kind == rectify.KindCompound || b.kind == rectify.KindBackStreet {
			r.anchors[b.area()] = append(r.anchors[b.area()], anchor{at: b.at})
		}
	}
	var wards []*ward
	for _, a := range areas {
		if n := len(r.anchors[a.ID]); n > 0 && len(r.units) < unitCount {
			wards = append(wards, &ward{area: a.ID, parent: a.ParentID, anchors: n, units: []int{r.add(a.Name + "整治专班")}})
		}
	}
	for _, a := range areas {
		for _, team := range streetTeams {
			of := func(w *ward) bool { return w.parent == a.ID || w.area == a.ID }
			if busiest := mostBurdened(wards, of); a.Level == rectify.LevelStreet && busiest != nil && len(r.units) < unitCount {
				busiest.units = append(busiest.units, r.add(a.Name+team))
			}
		}
	}
	for _, bureau := range bureaus {
		if busiest := mostBurdened(wards, func(*ward) bool { return true }); busiest != nil && len(r.units) < unitCount {
			busiest.units = append(busiest.units, r.add(bureau))
		}
	}
	for _, w := range wards {
		deal(r.anchors[w.area], w.units)
	}
	return r
}

// ward is a community with the units that work there.
type ward struct {
	area, parent rectify.AreaID
	anchors      int
	units        []int
}

func (r *roster) add(name string) int {
	r.units = append(r.units, rectify.Unit{ID: rectify.UnitID(len(r.units) + 1), Name: name})
	return len(r.units) - 1
}

// mostBurdened is the ward with the most anchors a unit, the first of equals.
func mostBurdened(wards []*ward, among func(*ward) bool) *ward {
	var most *ward
	for _, w := range wards {
		if among(w) && (most == nil || w.anchors*len(most.units) > most.anchors*len(w.units)) {
			most = w
		}
	}
	return most
}

// deal halves the anchors across their longer extent, and the units with them, until each unit has its own.
func deal(anchors []anchor, units []int) {
	if len(units) == 1 || len(anchors) < 2 {
		for i := range anchors {
			anchors[i].unit = units[0]
		}
		return
	}
	var all geo.MultiPoint
	for _, a := range anchors {
		all = append(all, a.at)
	}
	axis, b := 0, geo.BoundOf(all)
	if geo.DistanceMetres(b.Min, geo.Point{b.Min[0], b.Max[1]}) > geo.DistanceMetres(b.Min, geo.Point{b.Max[0], b.Min[1]}) {
		axis = 1
	}
	slices.SortStableFunc(anchors, func(a, b anchor) int { return cmp.Compare(a.at[axis], b.at[axis]) })
	half := len(units) / 2
	cut := len(anchors) * half / len(units)
	deal(anchors[:cut], units[:half])
	deal(anchors[cut:], units[half:])
}

// unitAt is the unit of the nearest anchor: of the same community, or of any where that has none. It is a place in
// units.
func (r *roster) unitAt(area rectify.AreaID, at geo.Point) int {
	near := r.anchors[area]
	if len(near) == 0 {
		for _, of := range slices.Sorted(maps.Keys(r.anchors)) {
			near = append(near, r.anchors[of]...)
		}
	}
	unit, least := len(checkUnits), math.Inf(1)
	for _, a := range near {
		if far := geo.DistanceMetres(a.at, at); far < least {
			unit, least = a.unit, far
		}
	}
	return unit
}
