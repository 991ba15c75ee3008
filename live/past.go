package live

import "backstreet/rectify"

// ProgressAt is Progress on a past day, counted from how the features stood then. Areas, kinds and campaigns are
// those of the snapshot.
func (s *Snapshot) ProgressAt(
	features []rectify.Feature, areaID rectify.AreaID, campaignID rectify.CampaignID, day rectify.Day,
) (Progress, error) {
	past := *s
	past.today = day
	past.counters = s.noCounters()
	for _, feature := range features {
		f := &Feature{Feature: feature}
		past.counters.each(&past, f, func(t *rectify.Tally) { t.Add(f.Feature, day) })
	}
	return past.Progress(areaID, campaignID, day)
}
