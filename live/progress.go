package live

import (
	"fmt"
	"slices"

	"backstreet/rectify"
)

// TargetSource says where a target comes from.
type TargetSource string

// A target is a campaign's, or, where no campaign sets one, all the features there are.
const (
	TargetOfCampaign TargetSource = "campaign"
	TargetOfFeatures TargetSource = "features"
)

// Progress is how far an area is on the day of the snapshot.
type Progress struct {
	Campaign  rectify.Campaign // the zero Campaign when none was asked for
	Day       rectify.Day      // of the plan share
	PlanShare float64          // 1 without a campaign
	Area      *Area            // nil for everything
	Kinds     []KindProgress   // in the order of the register
	Overdue   int
	Relapses  int // cycles beyond the first
	Owed      int // photos
}

// KindProgress is the progress of one kind: what meets the filter of its target, void ones left out.
type KindProgress struct {
	Kind         rectify.KindKey
	Target       float64 // in the kind's unit, as all quantities here
	TargetSource TargetSource
	Amounts
	Light    rectify.AreaGap
	ToGreen  float64                   // how much more done would turn the light green today
	ByStatus []StatusCount             // those that there are, in the order of rectify.Statuses
	ByLight  [len(rectify.Colours)]int // in the order of rectify.Colours
	Split    []SplitAmounts            // by value of the kind's splitting attribute; nil for most kinds
}

// SplitAmounts are those of the features with one value of the splitting attribute.
type SplitAmounts struct {
	Value string
	Amounts
}

// Amounts are what there is and what of it is done, that is verified or compliant.
type Amounts struct {
	TotalCount    int
	TotalQuantity float64
	DoneCount     int
	DoneQuantity  float64
	Overdue       int
	Relapses      int
	Owed          int // photos
}

// Progress tells how far an area is; area 0 is everything, campaign 0 is none. The counts are of the
// snapshot's day, the plan share of the day asked for. An area or campaign that does not exist is
// ErrNotFound.
func (s *Snapshot) Progress(areaID rectify.AreaID, campaignID rectify.CampaignID, day rectify.Day) (Progress, error) {
	campaign, err := s.campaignOf(campaignID)
	if err != nil {
		return Progress{}, err
	}
	return s.progress(areaID, s.asker(campaign), day)
}

func (s *Snapshot) progress(areaID rectify.AreaID, ask asker, day rectify.Day) (Progress, error) {
	campaign := ask.campaign
	progress := Progress{Campaign: campaign, Day: day, PlanShare: planShare(campaign, day)}
	if areaID != 0 {
		area, found := s.Area(areaID)
		if !found {
			return Progress{}, fmt.Errorf("progress of area %d: %w", areaID, rectify.ErrNotFound)
		}
		progress.Area = area
	}
	for _, kind := range s.kinds {
		of := s.kindProgress(kind.Key, areaID, ask, progress.PlanShare)
		progress.Kinds = append(progress.Kinds, of)
		progress.Overdue += of.Overdue
		progress.Relapses += of.Relapses
		progress.Owed += of.Owed
	}
	return progress, nil
}

// AreaProgress is a row of an overlay or a ranking.
type AreaProgress struct {
	Area      *Area
	PlanShare float64
	Kinds     []KindProgress
	All       Amounts // of all kinds; quantities of different units are not added and stay 0
	Light     rectify.AreaGap
}

// ProgressAreas tells how far each area of a level below a parent is, in the order of their codes;
// no level is any level but the parent's own, parent 0 is everything.
func (s *Snapshot) ProgressAreas(level rectify.AreaLevel, parent rectify.AreaID, campaignID rectify.CampaignID, day rectify.Day) ([]AreaProgress, error) {
	if _, found := s.Area(parent); parent != 0 && !found {
		return nil, fmt.Errorf("progress below area %d: %w", parent, rectify.ErrNotFound)
	}
	campaign, err := s.campaignOf(campaignID)
	if err != nil {
		return nil, err
	}
	ask := s.asker(campaign)
	var rows []AreaProgress
	for _, area := range s.areas.sorted {
		if level != "" && area.Level != level || area.ID == parent || parent != 0 && !slices.Contains(area.Lineage, parent) {
			continue
		}
		progress, err := s.progress(area.ID, ask, day)
		if err != nil {
			return nil, err
		}
		rows = append(rows, progress.row())
	}
	return rows, nil
}

// row sums the kinds by count, the only thing they have in common.
func (p Progress) row() AreaProgress {
	row := AreaProgress{Area: p.Area, PlanShare: p.PlanShare, Kinds: p.Kinds}
	for _, kind := range p.Kinds {
		row.All.TotalCount += kind.TotalCount
		row.All.DoneCount += kind.DoneCount
	}
	row.All.Overdue, row.All.Relapses, row.All.Owed = p.Overdue, p.Relapses, p.Owed
	row.Light = areaLight(p.PlanShare, float64(row.All.DoneCount), float64(row.All.TotalCount))
	return row
}

func (s *Snapshot) kindProgress(kind rectify.KindKey, area rectify.AreaID, ask asker, plan float64) KindProgress {
	at, own := s.targetFor(kind, area, ask.campaign)
	parts := ask.of(area, asked{kind: kind, target: at})
	progress := KindProgress{
		Kind: kind, TargetSource: TargetOfFeatures, Amounts: amounts(parts),
		ByStatus: byStatus(parts),
	}
	progress.Target = progress.TotalQuantity
	if own {
		progress.Target, progress.TargetSource = ask.campaign.Targets[at].Quantity, TargetOfCampaign
	}
	for _, part := range parts {
		progress.ByLight[part.ColourIndex()] += int(part.Count)
	}
	for _, value := range splits[kind].values {
		progress.Split = append(progress.Split, SplitAmounts{value, amounts(ask.of(area, asked{kind, at, value}))})
	}
	progress.Light = areaLight(plan, progress.DoneQuantity, progress.Target)
	progress.ToGreen = rectify.ToGreen(plan, progress.DoneQuantity, progress.Target, rectify.DefaultThresholds)
	return progress
}

// targetFor gives the place of the campaign's target for a kind in an area, -1 when there is none. When it is not
// the area's own, only its filter says something: that of the nearest area above which has one, else that of the
// whole district.
func (s *Snapshot) targetFor(kind rectify.KindKey, area rectify.AreaID, campaign rectify.Campaign) (at int, own bool) {
	around := s.areas.nowhere[:1]
	if area != 0 {
		around = s.areas.countedIn(area)
	}
	for i, above := range slices.Backward(around) {
		for at, t := range campaign.Targets {
			if t.Kind == kind && t.AreaID == above {
				return at, i == len(around)-1 || s.isWhole(area)
			}
		}
	}
	// The whole is asked for and only the one district that it consists of has a target.
	if district := s.areas.nowhere[len(s.areas.nowhere)-1]; area == 0 && district != 0 {
		return s.targetFor(kind, district, campaign)
	}
	return -1, false
}

// isWhole reports whether the area is the one district that everything lies in.
func (s *Snapshot) isWhole(area rectify.AreaID) bool {
	return area != 0 && area == s.areas.nowhere[len(s.areas.nowhere)-1]
}

func (s *Snapshot) campaignOf(id rectify.CampaignID) (rectify.Campaign, error) {
	if id == 0 {
		return rectify.Campaign{}, nil
	}
	campaign, found := s.Campaign(id)
	if !found {
		return campaign, fmt.Errorf("progress of campaign %d: %w", id, rectify.ErrNotFound)
	}
	return campaign, nil
}

func planShare(campaign rectify.Campaign, day rectify.Day) float64 {
	if campaign.ID == 0 {
		return 1
	}
	return rectify.PlanShare(campaign, day)
}

// areaLight is grey where there is nothing to do, so that an empty area is neither praised nor blamed.
func areaLight(plan, done, target float64) rectify.AreaGap {
	light := rectify.AreaLight(plan, rectify.DoneShare(done, target), rectify.DefaultThresholds)
	if target <= 0 {
		light.Colour, light.Gap = rectify.Grey, 0
	}
	return light
}

// amounts sums what is counted; void features are in no lane.
func amounts(parts []rectify.TallyPart) Amounts {
	total, done := rectify.Sums(parts)
	return Amounts{
		TotalCount: int(total.Count), TotalQuantity: total.Quantity.Float(),
		DoneCount: int(done.Count), DoneQuantity: done.Quantity.Float(),
		Overdue: int(total.Overdue), Relapses: int(total.Relapses), Owed: int(total.Owed),
	}
}
