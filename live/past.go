package live

import "backstreet/rectify"

// ProgressAt is Progress on a past day, counted from how the features stood then. Areas, kinds and campaigns are
// those of the snapshot.
func (s *Snapshot) ProgressAt(
	features []rectify.Feature, areaID rectify.AreaID, campaignID rectify.CampaignID, day rectify.Day,
) (Progress, error) {
	past := *s
	past.today = day
	counted := newTallies(s.noCounters())
	for _, f := range features {
		counted.each(&past, f, func(t *rectify.Tally) { t.Add(f, day) })
	}
	past.counters = counted.counters()
	return past.Progress(areaID, campaignID, day)
}
