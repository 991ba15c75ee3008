package api

import (
	"encoding/json"
	"testing"

	"backstreet/rectify"
)

func TestLightWithoutADeadlineHasNoDays(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		feature rectify.Feature
		want    string
	}{
		"no deadline": {rectify.Feature{Status: rectify.Listed}, `{"colour":"grey","rule":"no_deadline","days_left":null,"days_total":null,"share":null,"reworks":0,"owed":0,"threshold":0.3}`},
		"due today":   {rectify.Feature{Status: rectify.Planned, PlannedOn: 90, DueOn: 100}, `{"colour":"yellow","rule":"little_time","days_left":0,"days_total":10,"share":0,"reworks":0,"owed":0,"threshold":0.3}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := json.Marshal(lightOut(test.feature, 100))
			if err != nil || string(got) != test.want {
				t.Errorf("got %s (%v), want %s", got, err, test.want)
			}
		})
	}
}
