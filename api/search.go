package api

import (
	"context"
	"net/http"
	"strings"
	"sync"

	"github.com/mozillazg/go-pinyin"

	"backstreet/live"
	"backstreet/rectify"
)

// Found is one answer of the search.
type Found struct {
	Type    string          `json:"type" enum:"feature,area,unit,place"`
	ID      int64           `json:"id"`
	Kind    rectify.KindKey `json:"kind,omitempty"`
	Name    string          `json:"name"`
	Ref     string          `json:"ref,omitempty"`
	Status  rectify.Status  `json:"status,omitempty"`
	Context string          `json:"context" doc:"Where it is"`
	BBox    *[4]float64     `json:"bbox,omitempty"`
	Point   *[2]float64     `json:"point,omitempty"`
}

type searchQuery struct {
	Q     string `query:"q" maxLength:"100"`
	Limit int    `query:"limit" minimum:"1" maximum:"50" default:"20"`
}

// searchIndex remembers how each name is spelt in pinyin. Names repeat, so it stays small.
type searchIndex struct{ spelt sync.Map }

type spelling struct{ full, initials string }

func (i *searchIndex) spell(name string) spelling {
	if known, ok := i.spelt.Load(name); ok {
		return known.(spelling)
	}
	var s spelling
	args := pinyin.NewArgs()
	args.Fallback = func(r rune, _ pinyin.Args) []string { return []string{string(r)} }
	for _, syllable := range pinyin.LazyPinyin(strings.ToLower(name), args) {
		s.full += syllable
		s.initials += syllable[:1]
	}
	i.spelt.Store(name, s)
	return s
}

// matches reports whether a name holds the query as it is, in pinyin or by initials.
func (i *searchIndex) matches(name, query string) bool {
	if name == "" {
		return false
	}
	if strings.Contains(strings.ToLower(name), query) {
		return true
	}
	s := i.spell(name)
	return strings.Contains(s.full, strings.ReplaceAll(query, " ", "")) || strings.Contains(s.initials, query)
}

func (a *API) searchRoutes() {
	register(a, operation("search", http.MethodGet, "/api/v1/search", "Names, refs, areas, units; pinyin too",
		rectify.FeatureRead, scopeNone), a.search)
}

// search answers the areas and units first: there are few, and they are where people go.
func (a *API) search(_ context.Context, in *searchQuery) (*list[Found], error) {
	snapshot := a.Live.Snapshot()
	query := strings.ToLower(strings.TrimSpace(in.Q))
	if query == "" {
		return listOf[Found](nil), nil // every name holds it, and none was looked for
	}
	var found []Found
	for _, area := range snapshot.Areas() {
		if a.names.matches(area.Name, query) || strings.Contains(strings.ToLower(area.NameEN), query) || area.Code == query {
			box := bbox(area.Bound)
			found = append(found, Found{
				Type: "area", ID: int64(area.ID), Name: area.Name,
				Context: where(snapshot, area.ParentID), BBox: &box,
			})
		}
	}
	for _, unit := range snapshot.Units() {
		if a.names.matches(unit.Name, query) {
			found = append(found, Found{Type: "unit", ID: int64(unit.ID), Name: unit.Name})
		}
	}
	named := func(f *rectify.Feature) bool {
		return f.Status != rectify.Void && (a.names.matches(f.Name, query) || strings.Contains(strings.ToLower(f.Ref), query))
	}
	snapshot.Find(named, func(f *live.Feature) bool {
		box, point := bbox(f.Bound), [2]float64(f.Point())
		found = append(found, Found{
			Type: "feature", ID: int64(f.ID), Kind: f.Kind, Name: f.Name, Ref: f.Ref,
			Status: f.Status, Context: where(snapshot, f.AreaID), BBox: &box, Point: &point,
		})
		return len(found) < in.Limit
	})
	return listOf(found[:min(len(found), in.Limit)]), nil
}

// where names an area with those above it, the district left out: everything is there.
func where(snapshot *live.Snapshot, id rectify.AreaID) string {
	var names []string
	if area, ok := snapshot.Area(id); ok {
		for _, above := range area.Lineage {
			if step, ok := snapshot.Area(above); ok && step.Level != rectify.LevelDistrict {
				names = append(names, step.Name)
			}
		}
	}
	return strings.Join(names, " · ")
}
