package api

import (
	"context"
	"net/http"

	"backstreet/live"
	"backstreet/rectify"
)

// Progress of an area against a campaign.
type Progress struct {
	Campaign  *CampaignName  `json:"campaign"`
	Today     string         `json:"today" doc:"The day that was counted"`
	PlanShare float64        `json:"plan_share"`
	Area      *PlaceStep     `json:"area"`
	Kinds     []KindProgress `json:"kinds"`
	Overdue   int            `json:"overdue"`
	Relapses  int            `json:"relapses"`
	Owed      int            `json:"owed"`
}

// CampaignName is a campaign without its targets.
type CampaignName struct {
	ID       rectify.CampaignID `json:"id"`
	Name     string             `json:"name"`
	StartsOn string             `json:"starts_on"`
	EndsOn   string             `json:"ends_on"`
}

// Amounts are what there is and what of it is done.
type Amounts struct {
	TotalCount    int     `json:"total_count"`
	TotalQuantity float64 `json:"total_quantity"`
	DoneCount     int     `json:"done_count"`
	DoneQuantity  float64 `json:"done_quantity"`
	Overdue       int     `json:"overdue"`
	Relapses      int     `json:"relapses"`
}

// KindProgress is the progress of one kind.
type KindProgress struct {
	Kind         rectify.KindKey   `json:"kind"`
	Target       float64           `json:"target"`
	TargetSource live.TargetSource `json:"target_source"`
	Amounts
	DoneShare float64                      `json:"done_share"`
	PlanShare float64                      `json:"plan_share"`
	Gap       float64                      `json:"gap" doc:"Plan minus done, percentage points"`
	Light     AreaLight                    `json:"light"`
	ByStatus  map[rectify.Status]StatusSum `json:"by_status"`
	ByLight   map[rectify.Colour]int       `json:"by_light"`
	Split     map[string]Amounts           `json:"split,omitempty"`
}

// AreaLight is a light with its formula.
type AreaLight struct {
	rectify.AreaGap
	ToGreen float64 `json:"to_green" doc:"How much more done would turn it green today"`
}

// StatusSum is the part of one status.
type StatusSum struct {
	Count    int     `json:"count"`
	Quantity float64 `json:"quantity"`
}

// AreaRow is a row of an overlay or a ranking.
type AreaRow struct {
	Area  RankedArea                       `json:"area"`
	Kinds map[rectify.KindKey]KindProgress `json:"kinds"`
	All   RankedAll                        `json:"all"`
}

// RankedArea is an area in a ranking.
type RankedArea struct {
	ID       rectify.AreaID    `json:"id"`
	Name     string            `json:"name"`
	NameEN   string            `json:"name_en"`
	ParentID *rectify.AreaID   `json:"parent_id"`
	Level    rectify.AreaLevel `json:"level"`
	Code     string            `json:"code"`
	BBox     [4]float64        `json:"bbox"`
}

// RankedAll counts features of every kind.
type RankedAll struct {
	Amounts
	rectify.AreaGap
}

// Trend is a burn-up.
type Trend struct {
	Kind     rectify.KindKey `json:"kind"`
	Points   []TrendPoint    `json:"points"`
	Target   float64         `json:"target"`
	Forecast *Forecast       `json:"forecast"`
}

// TrendPoint is the state at the end of a day.
type TrendPoint struct {
	On           string  `json:"on"`
	DoneQuantity float64 `json:"done_quantity"`
	DoneCount    int     `json:"done_count"`
	PlanQuantity float64 `json:"plan_quantity"`
}

// Forecast draws the speed of the last four weeks on to the campaign's end.
type Forecast struct {
	OnEnd    string  `json:"on_end"`
	Quantity float64 `json:"quantity"`
}

type progressQuery struct {
	Area     int64  `query:"area"`
	Campaign int64  `query:"campaign"`
	At       string `query:"at" format:"date" doc:"How it stood at the end of this day, by the history; left out: now"`
}

type areasQuery struct {
	Level    string `query:"level" enum:"district,street,community,grid"`
	Parent   int64  `query:"parent"`
	Campaign int64  `query:"campaign"`
}

type trendQuery struct {
	Area     int64  `query:"area"`
	Campaign int64  `query:"campaign"`
	Kind     string `query:"kind" required:"true"`
}

type (
	progressOutput struct{ Body Progress }
	trendOutput    struct{ Body Trend }
)

func (a *API) progressRoutes() {
	const path = "/api/v1/progress"
	register(a, also(operation("progress", http.MethodGet, path, "Progress and lights per kind", rectify.ProgressRead, scopeNone), http.StatusNotFound), a.progress)
	register(a, also(operation("progress-areas", http.MethodGet, path+"/areas", "One row per area", rectify.ProgressRead, scopeNone), http.StatusNotFound), a.progressAreas)
	register(a, also(operation("progress-trend", http.MethodGet, path+"/trend", "Burn-up of a kind", rectify.ProgressRead, scopeNone), http.StatusNotFound), a.trend)
}

// campaignID is the one asked for, else the one that runs.
func campaignID(snapshot *live.Snapshot, asked int64) rectify.CampaignID {
	if asked != 0 {
		return rectify.CampaignID(asked)
	}
	current, _ := snapshot.CurrentCampaign()
	return current.ID
}

func (a *API) progress(ctx context.Context, in *progressQuery) (*progressOutput, error) {
	p, err := a.progressOn(ctx, in)
	if err != nil {
		return nil, err
	}
	out := Progress{
		Today: p.Day.String(), PlanShare: p.PlanShare, Overdue: p.Overdue, Relapses: p.Relapses, Owed: p.Owed,
		Kinds: converted(p.Kinds, kindProgressOut),
	}
	if c := p.Campaign; c.ID != 0 {
		out.Campaign = &CampaignName{c.ID, c.Name, c.StartsOn.String(), c.EndsOn.String()}
	}
	if p.Area != nil {
		out.Area = &PlaceStep{p.Area.ID, p.Area.Level, p.Area.Name, p.Area.NameEN}
	}
	return &progressOutput{Body: out}, nil
}

// progressOn reads the counts of today, or counts a past day from the history.
func (a *API) progressOn(ctx context.Context, in *progressQuery) (live.Progress, error) {
	snapshot := a.Live.Snapshot()
	area, campaign := rectify.AreaID(in.Area), campaignID(snapshot, in.Campaign)
	day, err := rectify.ParseDay(in.At)
	if err != nil {
		return live.Progress{}, err
	}
	switch today := snapshot.Today(); {
	case in.At == "" || day == today:
		return snapshot.Progress(area, campaign, today)
	case day > today:
		return live.Progress{}, &rectify.Invalid{Field: "at", Rule: "day_future", Message: "give a day up to today"}
	}
	features, err := a.Store.FeaturesAt(ctx, day)
	if err != nil {
		return live.Progress{}, err
	}
	return snapshot.ProgressAt(features, area, campaign, day)
}

func (a *API) progressAreas(_ context.Context, in *areasQuery) (*list[AreaRow], error) {
	snapshot := a.Live.Snapshot()
	rows, err := snapshot.ProgressAreas(rectify.AreaLevel(in.Level), rectify.AreaID(in.Parent),
		campaignID(snapshot, in.Campaign), snapshot.Today())
	if err != nil {
		return nil, err
	}
	return listOf(converted(rows, func(row live.AreaProgress) AreaRow {
		out := AreaRow{
			Area: RankedArea{
				row.Area.ID, row.Area.Name, row.Area.NameEN, orNull(row.Area.ParentID), row.Area.Level,
				row.Area.Code, bbox(row.Area.Bound),
			},
			Kinds: make(map[rectify.KindKey]KindProgress, len(row.Kinds)),
			All:   RankedAll{amountsOut(row.All), row.Light},
		}
		for _, k := range row.Kinds {
			out.Kinds[k.Kind] = kindProgressOut(k)
		}
		return out
	})), nil
}

func kindProgressOut(k live.KindProgress) KindProgress {
	out := KindProgress{
		Kind: k.Kind, Target: k.Target, TargetSource: k.TargetSource, Amounts: amountsOut(k.Amounts),
		DoneShare: k.Light.DoneShare, PlanShare: k.Light.PlanShare, Gap: k.Light.Gap,
		Light: AreaLight{k.Light, k.ToGreen}, ByLight: make(map[rectify.Colour]int, len(k.ByLight)),
		ByStatus: make(map[rectify.Status]StatusSum, len(k.ByStatus)),
	}
	for i, count := range k.ByLight {
		out.ByLight[rectify.Colours[i]] = count
	}
	for _, count := range k.ByStatus {
		out.ByStatus[count.Status] = StatusSum{count.Count, count.Quantity}
	}
	for _, of := range k.Split {
		if out.Split == nil {
			out.Split = map[string]Amounts{}
		}
		out.Split[of.Value] = amountsOut(of.Amounts)
	}
	return out
}

func amountsOut(m live.Amounts) Amounts {
	return Amounts{m.TotalCount, m.TotalQuantity, m.DoneCount, m.DoneQuantity, m.Overdue, m.Relapses}
}
