package api

import "backstreet/rectify"

// Light of a feature with the numbers of its formula. What has no deadline has no days.
type Light struct {
	Colour    rectify.Colour    `json:"colour"`
	Rule      rectify.LightRule `json:"rule"`
	DaysLeft  *int              `json:"days_left" doc:"Negative when overdue"`
	DaysTotal *int              `json:"days_total"`
	Share     *float64          `json:"share" doc:"Of the time left, 0 to 1"`
	Reworks   int               `json:"reworks"`
	Owed      int               `json:"owed"`
	Threshold float64           `json:"threshold"`
}

func lightOut(f rectify.Feature, today rectify.Day) Light {
	light := rectify.LightOf(f, today)
	out := Light{
		Colour: light.Colour, Rule: light.Rule, Reworks: light.Reworks, Owed: light.Owed, Threshold: light.Threshold,
	}
	if f.DueOn != 0 {
		out.DaysLeft = &light.DaysLeft
	}
	if f.DueOn != 0 && f.PlannedOn != 0 {
		out.DaysTotal, out.Share = &light.DaysTotal, &light.Share
	}
	return out
}
