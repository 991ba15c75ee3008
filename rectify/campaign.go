package rectify

// Identifiers made by the database. Zero means none.
type (
	CampaignID int64
	TargetID   int64
)

// Campaign is a drive with dates and published targets (创建目标).
type Campaign struct {
	ID         CampaignID
	Name       string
	StartsOn   Day
	EndsOn     Day // the last day, included
	Milestones []Milestone
	Targets    []Target
}

// Milestone fixes the planned share on a day; without any the plan line is straight.
type Milestone struct {
	On    Day
	Share float64 // 0 to 1
}

// Target is a quantity to reach within a campaign: a row of the table campaign_target.
type Target struct {
	ID       TargetID
	Kind     KindKey
	AreaID   AreaID  // none for the whole district
	Quantity float64 // in the kind's unit
	// Filter names attributes and the values a feature must have to count. The attributes are those
	// of the campaign's first day, stored under names such as management_at_start, so that success
	// does not shrink the target.
	Filter map[string]any
}

// Contains reports whether the day lies within the campaign.
func (c Campaign) Contains(day Day) bool { return day >= c.StartsOn && day <= c.EndsOn }
