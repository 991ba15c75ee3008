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
	own := make(map[*rectify.Tally]bool)
	for _, f := range features {
		past.counters.each(&past, f, own, func(t *rectify.Tally) { t.Add(f, day) })
	}
	return past.Progress(areaID, campaignID, day)
}
