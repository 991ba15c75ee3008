package live

import (
	"backstreet/geo"
	"backstreet/rectify"
)

// Snapshot is the whole copy at one moment. It never changes, whatever is edited while it is held,
// so that answers made of one snapshot agree with each other. What it hands out is shared: read only.
type Snapshot struct {
	cursor    rectify.Cursor
	today     rectify.Day // the day that lights and counters are of
	kinds     []rectify.Kind
	units     []rectify.Unit
	campaigns []rectify.Campaign
	areas     *areaTree

	features      register
	grids         forest[rectify.KindKey]
	backdrops     register
	backdropGrids forest[string]
	counters      counters
	collations    *collations // of all versions since a load
}

// Cursor is the place in the feed as of which the snapshot is.
func (s *Snapshot) Cursor() rectify.Cursor { return s.cursor }

// Today is the day in Asia/Shanghai that lights, overdue and progress are judged by.
func (s *Snapshot) Today() rectify.Day { return s.today }

// Kinds gives the kinds in the order of legends.
func (s *Snapshot) Kinds() []rectify.Kind { return s.kinds }

// Kind gives one kind, and whether there is such a kind.
func (s *Snapshot) Kind(key rectify.KindKey) (rectify.Kind, bool) {
	for _, kind := range s.kinds {
		if kind.Key == key {
			return kind, true
		}
	}
	return rectify.Kind{}, false
}

// Units gives the responsible units.
func (s *Snapshot) Units() []rectify.Unit { return s.units }

// Unit gives one unit, and whether there is such a unit.
func (s *Snapshot) Unit(id rectify.UnitID) (rectify.Unit, bool) {
	for _, unit := range s.units {
		if unit.ID == id {
			return unit, true
		}
	}
	return rectify.Unit{}, false
}

// Campaigns gives all campaigns.
func (s *Snapshot) Campaigns() []rectify.Campaign { return s.campaigns }

// Campaign gives one campaign, and whether there is such a campaign.
func (s *Snapshot) Campaign(id rectify.CampaignID) (rectify.Campaign, bool) {
	for _, campaign := range s.campaigns {
		if campaign.ID == id {
			return campaign, true
		}
	}
	return rectify.Campaign{}, false
}

// CurrentCampaign gives the campaign that runs on the day; of several the one that ends last.
func (s *Snapshot) CurrentCampaign() (current rectify.Campaign, found bool) {
	for _, campaign := range s.campaigns {
		if campaign.Contains(s.today) && campaign.EndsOn > current.EndsOn {
			current, found = campaign, true
		}
	}
	return current, found
}

// Areas gives all areas, by level, code and id.
func (s *Snapshot) Areas() []*Area { return s.areas.sorted }

// Area gives one area, and whether there is such an area.
func (s *Snapshot) Area(id rectify.AreaID) (*Area, bool) {
	area, found := s.areas.byID[id]
	return area, found
}

// Lineage gives the areas from the root down to id, the last. For none it is where things in no area
// are counted: the district, where there is just one.
func (s *Snapshot) Lineage(id rectify.AreaID) []rectify.AreaID { return s.areas.countedIn(id)[1:] }

// Feature gives one feature, void or not, and whether there is such a feature.
func (s *Snapshot) Feature(id rectify.FeatureID) (*Feature, bool) {
	var r row
	if !s.read(&r, int64(id)) {
		return nil, false
	}
	return r.whole(), true
}

// read reads the row of a feature; false when there is none.
func (s *Snapshot) read(r *row, id int64) bool {
	p, slot := s.features.find(id)
	return p != nil && r.read(p, slot)
}

// Len is the number of features, the void ones included.
func (s *Snapshot) Len() int { return s.features.count }

// Scan visits all features, the void ones included, by id, until visit returns false.
func (s *Snapshot) Scan(visit func(*Feature) bool) {
	s.rows(func(r *row) bool { return visit(r.whole()) })
}

// Find visits those features, the void ones included, that match says, by id, until visit returns false. match is asked
// before UID, geometry and attributes are read, and must not keep what it is given.
func (s *Snapshot) Find(match func(*rectify.Feature) bool, visit func(*Feature) bool) {
	s.rows(func(r *row) bool { return !match(&r.Feature) || visit(r.whole()) })
}

// rows is Scan without making the features whole. The row is read over by the next.
func (s *Snapshot) rows(visit func(*row) bool) {
	var r row
	s.features.scan(func(p *page) bool {
		for slot := range pageSize {
			if r.read(p, slot) && !visit(&r) {
				return false
			}
		}
		return true
	})
}

// Search visits the features of a kind, the void ones included, whose bounds meet bound, in no order,
// until visit returns false.
func (s *Snapshot) Search(kind rectify.KindKey, bound geo.Bound, visit func(*Feature) bool) {
	s.search(kind, bound, func(r *row) bool { return visit(r.whole()) })
}

// search is Search without making the features whole. The row is read over by the next.
func (s *Snapshot) search(kind rectify.KindKey, bound geo.Bound, visit func(*row) bool) {
	var r row
	s.grids.grids[kind].search(bound, func(id int64) bool {
		return !s.read(&r, id) || !r.bound().Intersects(bound) || visit(&r)
	})
}

// Backdrop gives one feature of the base map, and whether there is such a feature.
func (s *Snapshot) Backdrop(id int64) (*Backdrop, bool) {
	b := readBackdrop(s.backdrops.find(id))
	return b, b != nil
}

// Backdrops visits the base map's features of a class whose bounds meet bound, in no order, until
// visit returns false.
func (s *Snapshot) Backdrops(class string, bound geo.Bound, visit func(*Backdrop) bool) {
	s.backdropGrids.grids[class].search(bound, func(id int64) bool {
		b, found := s.Backdrop(id)
		return !found || !b.Bound.Intersects(bound) || visit(b)
	})
}

// ScanBackdrops visits all features of the base map, by id, until visit returns false.
func (s *Snapshot) ScanBackdrops(visit func(*Backdrop) bool) {
	s.backdrops.scan(func(p *page) bool {
		for slot := range pageSize {
			if b := readBackdrop(p, slot); b != nil && !visit(b) {
				return false
			}
		}
		return true
	})
}
