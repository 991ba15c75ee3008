package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"backstreet/geo"
	"backstreet/live"
	"backstreet/rectify"
)

// Row is a feature in a list.
type Row struct {
	ID              rectify.FeatureID `json:"id"`
	UID             string            `json:"uid"`
	Kind            rectify.KindKey   `json:"kind"`
	Ref             string            `json:"ref"`
	Name            string            `json:"name"`
	Status          rectify.Status    `json:"status"`
	AreaID          *rectify.AreaID   `json:"area_id"`
	UnitID          *rectify.UnitID   `json:"unit_id"`
	AssigneeID      *rectify.PersonID `json:"assignee_id"`
	DueOn           *string           `json:"due_on"`
	PlannedOn       *string           `json:"planned_on"`
	Quantity        *float64          `json:"quantity"`
	QuantityPlanned *float64          `json:"quantity_planned"`
	QuantityDone    *float64          `json:"quantity_done"`
	Reworks         int               `json:"reworks"`
	PhotosOwed      int               `json:"photos_owed"`
	Light           Light             `json:"light"`
	Version         int64             `json:"version"`
	BBox            [4]float64        `json:"bbox"`
	Point           [2]float64        `json:"point"`
	DistanceM       *float64          `json:"distance_m,omitempty"`
}

// FeatureQuery is the filter that lists, counts and exports share. It is exported because huma passes over
// embedded structs that are not, and with them over the whole filter.
type FeatureQuery struct {
	Kind     []string `query:"kind"`
	Status   []string `query:"status" enum:"unsurveyed,compliant,listed,planned,in_progress,submitted,rework,suspended,verified,void"`
	Area     int64    `query:"area"`
	Unit     []int64  `query:"unit"`
	Assignee string   `query:"assignee" doc:"A person's id, or me"`
	UnitMine bool     `query:"unit_mine"`
	Light    []string `query:"light" enum:"green,yellow,red,grey"`
	Overdue  bool     `query:"overdue"`
	DueSoon  bool     `query:"due_soon" doc:"To be done within three days"`
	Owed     bool     `query:"owed"`
	BBox     string   `query:"bbox" doc:"west,south,east,north"`
	Near     string   `query:"near" doc:"lon,lat"`
	Radius   float64  `query:"radius" minimum:"0" doc:"Metres, with near"`
	Text     string   `query:"q" maxLength:"100"`
	IDs      []int64  `query:"ids" maxItems:"500"`
}

type listQuery struct {
	FeatureQuery
	Sort   string `query:"sort" enum:"due_on,name,ref,distance"`
	Cursor string `query:"cursor"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"50"`
}

type featureList struct {
	Body struct {
		Items []Row  `json:"items"`
		Next  string `json:"next_cursor,omitempty"`
		Total int    `json:"total"`
	}
}

// Counts of what a filter means.
type Counts struct {
	Total   int                    `json:"total"`
	ByKind  []KindCount            `json:"by_kind"`
	ByLight map[rectify.Colour]int `json:"by_light"`
	Overdue int                    `json:"overdue"`
	DueSoon int                    `json:"due_soon"`
	Owed    int                    `json:"owed"`
}

// KindCount is the part of one kind.
type KindCount struct {
	Kind     rectify.KindKey        `json:"kind"`
	Total    int                    `json:"total"`
	Quantity float64                `json:"quantity"`
	ByStatus map[rectify.Status]int `json:"by_status"`
}

type countsOutput struct{ Body Counts }

func (a *API) featureRoutes() {
	const path = "/api/v1/features"
	register(a, operation("list-features", http.MethodGet, path, "Features by filter", rectify.FeatureRead, scopeNone), a.listFeatures)
	register(a, operation("count-features", http.MethodGet, path+"/counts", "Counts by the same filter",
		rectify.FeatureRead, scopeNone), a.countFeatures)
	register(a, operation("get-feature", http.MethodGet, path+"/{id}", "The whole dossier", rectify.FeatureRead, scopeNone), a.getFeature)
	create := operation("create-feature", http.MethodPost, path, "Draw a new feature", rectify.FeatureCreate, scopeFeature)
	create.DefaultStatus = http.StatusCreated
	register(a, create, a.createFeature)
	edit := operation("edit-feature", http.MethodPatch, path+"/{id}", "Change what a feature is", rectify.FeatureEdit, scopeFeature)
	register(a, also(edit, http.StatusPreconditionFailed), a.editFeature)
}

func (a *API) listFeatures(ctx context.Context, in *listQuery) (*featureList, error) {
	filter, err := a.filter(ctx, in.FeatureQuery)
	if err != nil {
		return nil, err
	}
	snapshot := a.Live.Snapshot()
	page, err := snapshot.List(filter, live.Sort(in.Sort), in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &featureList{}
	out.Body.Next, out.Body.Total = page.Next, page.Total
	out.Body.Items = converted(page.Rows, func(row live.Row) Row {
		item := rowOut(row.Feature, snapshot.Today())
		if filter.Near != nil {
			item.DistanceM = &row.DistanceMetres
		}
		return item
	})
	return out, nil
}

func (a *API) countFeatures(ctx context.Context, in *FeatureQuery) (*countsOutput, error) {
	filter, err := a.filter(ctx, *in)
	if err != nil {
		return nil, err
	}
	counts := a.Live.Snapshot().Counts(filter)
	return &countsOutput{Body: Counts{
		Total: counts.Total, ByLight: counts.ByLight, Overdue: counts.Overdue, DueSoon: counts.DueSoon, Owed: counts.Owed,
		ByKind: converted(counts.ByKind, func(k live.KindCount) KindCount {
			byStatus := make(map[rectify.Status]int, len(k.ByStatus))
			for _, count := range k.ByStatus {
				byStatus[count.Status] = count.Count
			}
			return KindCount{Kind: k.Kind, Total: k.Total, Quantity: k.Quantity, ByStatus: byStatus}
		}),
	}}, nil
}

// filter reads what a query asks for.
func (a *API) filter(ctx context.Context, in FeatureQuery) (live.Filter, error) {
	actor := actorOf(ctx)
	filter := live.Filter{
		Kinds:    asked(in.Kind, func(s string) rectify.KindKey { return rectify.KindKey(s) }),
		Statuses: asked(in.Status, func(s string) rectify.Status { return rectify.Status(s) }),
		AreaID:   rectify.AreaID(in.Area),
		UnitIDs:  asked(in.Unit, func(id int64) rectify.UnitID { return rectify.UnitID(id) }),
		Lights:   asked(in.Light, func(s string) rectify.Colour { return rectify.Colour(s) }),
		Overdue:  in.Overdue, Owed: in.Owed, RadiusMetres: in.Radius, Text: strings.TrimSpace(in.Text),
		IDs: asked(in.IDs, func(id int64) rectify.FeatureID { return rectify.FeatureID(id) }),
	}
	if in.UnitMine {
		filter.UnitIDs = append(filter.UnitIDs, actor.UnitID)
	}
	if in.DueSoon {
		filter.DueUntil = a.Live.Snapshot().Today() + live.DueSoonDays
	}
	switch in.Assignee {
	case "":
	case "me":
		filter.AssigneeID = actor.ID
	default:
		id, err := strconv.ParseInt(in.Assignee, 10, 64)
		if err != nil {
			return filter, &rectify.Invalid{Field: "assignee", Rule: "assignee", Message: "give a person's id, or me"}
		}
		filter.AssigneeID = rectify.PersonID(id)
	}
	if in.BBox != "" {
		box, err := numbers("bbox", in.BBox, 4)
		if err != nil {
			return filter, err
		}
		filter.Bound = &geo.Bound{Min: geo.Point{box[0], box[1]}, Max: geo.Point{box[2], box[3]}}
	}
	if in.Near != "" {
		at, err := numbers("near", in.Near, 2)
		if err != nil {
			return filter, err
		}
		filter.Near = &geo.Point{at[0], at[1]}
	}
	return filter, nil
}

// asked converts the values of a condition; one that was not asked for stays nil, which is no
// condition, where an empty one would let nothing through.
func asked[A, B any](values []A, to func(A) B) []B {
	if len(values) == 0 {
		return nil
	}
	return converted(values, to)
}

// numbers reads as many numbers as are wanted, parted by commas.
func numbers(field, text string, want int) ([]float64, error) {
	parts := strings.Split(text, ",")
	out := make([]float64, len(parts))
	for i, part := range parts {
		n, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || n != n || n < -180 || n > 180 {
			return nil, &rectify.Invalid{Field: field, Rule: field, Message: "give degrees, parted by commas"}
		}
		out[i] = n
	}
	if len(out) != want {
		return nil, &rectify.Invalid{Field: field, Rule: field, Message: "give " + strconv.Itoa(want) + " numbers"}
	}
	return out, nil
}

func rowOut(f *live.Feature, today rectify.Day) Row {
	return Row{
		ID: f.ID, UID: f.UID, Kind: f.Kind, Ref: f.Ref, Name: f.Name, Status: f.Status,
		AreaID: orNull(f.AreaID), UnitID: orNull(f.UnitID), AssigneeID: orNull(f.AssigneeID),
		DueOn: dayOrNull(f.DueOn), PlannedOn: dayOrNull(f.PlannedOn),
		Quantity: f.Quantity, QuantityPlanned: f.QuantityPlanned, QuantityDone: f.QuantityDone,
		Reworks: f.Reworks, PhotosOwed: f.PhotosOwed, Light: lightOut(f.Feature, today),
		Version: f.Version, BBox: bbox(f.Bound), Point: f.Point(),
	}
}
