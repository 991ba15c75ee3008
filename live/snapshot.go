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

	features      table[Feature]
	trees         forest[rectify.KindKey, Feature]
	backdrops     table[Backdrop]
	backdropTrees forest[string, Backdrop]
	counters      counters
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
	f := s.features.get(int64(id))
	return f, f != nil
}

// Len is the number of features, the void ones included.
func (s *Snapshot) Len() int { return s.features.count }

// Scan visits all features, the void ones included, by id, until visit returns false.
func (s *Snapshot) Scan(visit func(*Feature) bool) { s.features.scan(visit) }

// Search visits the features of a kind, the void ones included, whose bounds meet bound, in no order,
// until visit returns false.
func (s *Snapshot) Search(kind rectify.KindKey, bound geo.Bound, visit func(*Feature) bool) {
	s.trees.search(kind, bound, visit)
}

// Backdrop gives one feature of the base map, and whether there is such a feature.
func (s *Snapshot) Backdrop(id int64) (*Backdrop, bool) {
	b := s.backdrops.get(id)
	return b, b != nil
}

// Backdrops visits the base map's features of a class whose bounds meet bound, in no order, until
// visit returns false.
func (s *Snapshot) Backdrops(class string, bound geo.Bound, visit func(*Backdrop) bool) {
	s.backdropTrees.search(class, bound, visit)
}

// ScanBackdrops visits all features of the base map, by id, until visit returns false.
func (s *Snapshot) ScanBackdrops(visit func(*Backdrop) bool) { s.backdrops.scan(visit) }
