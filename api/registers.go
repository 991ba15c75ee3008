package api

import (
	"context"
	"encoding/json"
	"net/http"

	"backstreet/geo"
	"backstreet/rectify"
)

// Kind of feature.
type Kind struct {
	ID             int16                `json:"id"`
	Key            rectify.KindKey      `json:"key"`
	Name           string               `json:"name"`
	NameEN         string               `json:"name_en"`
	GeometryTypes  []string             `json:"geometry_types"`
	QuantityRule   rectify.QuantityRule `json:"quantity_rule"`
	QuantityUnit   string               `json:"quantity_unit"`
	QuantityUnitEN string               `json:"quantity_unit_en"`
	Schema         map[string]any       `json:"schema" doc:"JSON Schema of the attributes"`
	Colour         string               `json:"colour"`
	Icon           string               `json:"icon"`
	Sort           int16                `json:"sort"`
}

// Area of the tree of places.
type Area struct {
	ID       rectify.AreaID    `json:"id"`
	ParentID *rectify.AreaID   `json:"parent_id"`
	Level    rectify.AreaLevel `json:"level"`
	Code     string            `json:"code"`
	Name     string            `json:"name"`
	NameEN   string            `json:"name_en"`
	BBox     [4]float64        `json:"bbox"`
	Path     []rectify.AreaID  `json:"path" doc:"From the root to the area itself"`
}

// Campaign with its targets.
type Campaign struct {
	ID         rectify.CampaignID `json:"id"`
	Name       string             `json:"name"`
	StartsOn   string             `json:"starts_on"`
	EndsOn     string             `json:"ends_on"`
	Milestones []Milestone        `json:"milestones"`
	Targets    []Target           `json:"targets"`
}

// Milestone of a plan line.
type Milestone struct {
	On    string  `json:"on"`
	Share float64 `json:"share"`
}

// Target of a campaign.
type Target struct {
	ID       rectify.TargetID `json:"id"`
	Kind     rectify.KindKey  `json:"kind"`
	AreaID   *rectify.AreaID  `json:"area_id"`
	Quantity float64          `json:"quantity"`
	Filter   map[string]any   `json:"filter"`
}

type areaQuery struct {
	Level  string `query:"level" enum:"district,street,community,grid"`
	Parent int64  `query:"parent"`
}

type unitInput struct {
	Key     string `header:"Idempotency-Key"`
	RawBody []byte
	Body    struct {
		OpID string `json:"op_id,omitempty"`
		Name string `json:"name" minLength:"1" maxLength:"100"`
	}
}

type unitOutput struct{ Body Named }

func (a *API) registerRoutes() {
	register(a, operation("list-kinds", http.MethodGet, "/api/v1/kinds", "Kinds of feature", rectify.RegisterRead, scopeNone),
		func(_ context.Context, _ *struct{}) (*list[Kind], error) {
			return listOf(converted(a.Live.Snapshot().Kinds(), kindOut)), nil
		})
	register(a, operation("list-areas", http.MethodGet, "/api/v1/areas", "The tree of places", rectify.RegisterRead, scopeNone), a.areas)
	register(a, operation("list-units", http.MethodGet, "/api/v1/units", "Responsible units", rectify.RegisterRead, scopeNone),
		func(_ context.Context, _ *struct{}) (*list[Named], error) {
			return listOf(converted(a.Live.Snapshot().Units(), func(u rectify.Unit) Named {
				return Named{int64(u.ID), u.Name}
			})), nil
		})
	register(a, operation("create-unit", http.MethodPost, "/api/v1/units", "Add a unit", rectify.UnitWrite, scopeWhole), a.createUnit)
	register(a, operation("list-campaigns", http.MethodGet, "/api/v1/campaigns", "Campaigns and targets",
		rectify.RegisterRead, scopeNone),
		func(_ context.Context, _ *struct{}) (*list[Campaign], error) {
			return listOf(converted(a.Live.Snapshot().Campaigns(), campaignOut)), nil
		})
}

func (a *API) areas(_ context.Context, in *areaQuery) (*list[Area], error) {
	areas := []Area{}
	for _, area := range a.Live.Snapshot().Areas() {
		if in.Level != "" && string(area.Level) != in.Level || in.Parent != 0 && int64(area.ParentID) != in.Parent {
			continue
		}
		areas = append(areas, Area{
			ID: area.ID, ParentID: orNull(area.ParentID), Level: area.Level, Code: area.Code, Name: area.Name,
			NameEN: area.NameEN, BBox: bbox(area.Bound), Path: area.Lineage,
		})
	}
	return listOf(areas), nil
}

func (a *API) createUnit(ctx context.Context, in *unitInput) (*unitOutput, error) {
	op, err := opOf(firstOf(in.Body.OpID, in.Key), "create-unit", in.RawBody)
	if err != nil {
		return nil, err
	}
	unit, _, err := a.Store.CreateUnit(ctx, actorOf(ctx), op, in.Body.Name)
	if err != nil {
		return nil, err
	}
	a.inStep(ctx)
	return &unitOutput{Body: Named{int64(unit.ID), unit.Name}}, nil
}

func kindOut(k rectify.Kind) Kind {
	out := Kind{
		ID: k.ID, Key: k.Key, Name: k.Name, NameEN: k.NameEN, GeometryTypes: k.GeometryTypes,
		QuantityRule: k.QuantityRule, QuantityUnit: k.QuantityUnit, QuantityUnitEN: k.QuantityUnitEN,
		Colour: k.Colour, Icon: k.Icon, Sort: k.Sort,
	}
	_ = json.Unmarshal(k.Schema, &out.Schema) // the database holds nothing but JSON there
	return out
}

func campaignOut(c rectify.Campaign) Campaign {
	return Campaign{
		ID: c.ID, Name: c.Name, StartsOn: c.StartsOn.String(), EndsOn: c.EndsOn.String(),
		Milestones: converted(c.Milestones, func(m rectify.Milestone) Milestone { return Milestone{m.On.String(), m.Share} }),
		Targets: converted(c.Targets, func(t rectify.Target) Target {
			return Target{t.ID, t.Kind, orNull(t.AreaID), t.Quantity, t.Filter}
		}),
	}
}

// bbox is west, south, east, north.
func bbox(b geo.Bound) [4]float64 { return [4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} }

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
