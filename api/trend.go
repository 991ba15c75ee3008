package api

import (
	"context"

	"backstreet/rectify"
)

// forecastDays is how far back the speed of a forecast looks.
const forecastDays = 28

func (a *API) trend(ctx context.Context, in *trendQuery) (*trendOutput, error) {
	snapshot := a.Live.Snapshot()
	progress, err := snapshot.Progress(rectify.AreaID(in.Area), campaignID(snapshot, in.Campaign), snapshot.Today())
	if err != nil {
		return nil, err
	}
	trend := Trend{Kind: rectify.KindKey(in.Kind), Points: []TrendPoint{}}
	if _, known := snapshot.Kind(trend.Kind); !known {
		return nil, &rectify.Invalid{Field: "kind", Rule: "unknown_kind", Message: "there is no such kind; see /api/v1/kinds"}
	}
	for _, k := range progress.Kinds {
		if k.Kind == trend.Kind {
			trend.Target = k.Target
		}
	}
	steps, err := a.Store.Trend(ctx, trend.Kind, rectify.AreaID(in.Area), targetFilter(progress.Campaign, trend.Kind))
	if err != nil {
		return nil, err
	}
	campaign, today := progress.Campaign, snapshot.Today()
	if campaign.ID == 0 {
		return &trendOutput{Body: trend}, nil
	}
	quantity, count := 0.0, 0
	at := 0
	for day := campaign.StartsOn; day <= min(today, campaign.EndsOn); day++ {
		for ; at < len(steps) && steps[at].On <= day; at++ {
			quantity += steps[at].Quantity
			count += steps[at].Count
		}
		trend.Points = append(trend.Points, TrendPoint{
			day.String(), quantity, count, rectify.PlanShare(campaign, day) * trend.Target,
		})
	}
	if n := len(trend.Points); n > 1 {
		back := min(forecastDays, n-1)
		speed := (quantity - trend.Points[n-1-back].DoneQuantity) / float64(back)
		trend.Forecast = &Forecast{campaign.EndsOn.String(), quantity + speed*float64(max(0, campaign.EndsOn-today))}
	}
	return &trendOutput{Body: trend}, nil
}

// targetFilter is the condition of a campaign's target for a kind; nothing without one.
func targetFilter(campaign rectify.Campaign, kind rectify.KindKey) map[string]any {
	for _, target := range campaign.Targets {
		if target.Kind == kind {
			return target.Filter
		}
	}
	return nil
}
