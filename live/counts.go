package live

import "backstreet/rectify"

// DueSoonDays is how many days ahead a deadline counts as soon.
const DueSoonDays = 3

// Counts are the numbers of the features that a filter means.
type Counts struct {
	Total   int
	ByKind  []KindCount // every kind of the register, in its order
	ByLight map[rectify.Colour]int
	Overdue int
	DueSoon int // not overdue, due today or within DueSoonDays
	Owed    int // features that photos are owed for
}

// KindCount is the part of one kind.
type KindCount struct {
	Kind     rectify.KindKey
	Total    int
	Quantity float64       // in the kind's unit
	ByStatus []StatusCount // those that there are, in the order of rectify.Statuses
}

// StatusCount is the part of one status.
type StatusCount struct {
	Status   rectify.Status
	Count    int
	Quantity float64
}

// Counts counts what the filter means.
func (s *Snapshot) Counts(filter Filter) Counts {
	counts := Counts{ByLight: make(map[rectify.Colour]int, len(rectify.Colours))}
	tallies := make(map[rectify.KindKey]*rectify.Tally)
	s.matcher(filter).each(func(f *row) bool {
		tally := tallies[f.Kind]
		if tally == nil {
			tally = new(rectify.Tally)
			tallies[f.Kind] = tally
		}
		tally.Add(f.Feature, s.today)
		counts.Total++
		counts.ByLight[rectify.LightOf(f.Feature, s.today).Colour]++
		if f.Overdue(s.today) {
			counts.Overdue++
		}
		if f.DueBy(s.today, s.today+DueSoonDays) {
			counts.DueSoon++
		}
		if f.PhotosOwed > 0 {
			counts.Owed++
		}
		return true
	})
	for _, kind := range s.kinds {
		counts.ByKind = append(counts.ByKind, kindCount(kind.Key, tallies[kind.Key]))
	}
	return counts
}

func kindCount(kind rectify.KindKey, tally *rectify.Tally) KindCount {
	count := KindCount{Kind: kind}
	if tally == nil {
		return count
	}
	parts := tally.Parts()
	all, _ := rectify.Sums(parts)
	count.Total, count.Quantity, count.ByStatus = int(all.Count), all.Quantity.Float(), byStatus(parts)
	return count
}

// byStatus sums the lights. Parts of one status follow each other.
func byStatus(parts []rectify.TallyPart) []StatusCount {
	if len(parts) == 0 {
		return nil
	}
	sums := make([]StatusCount, 0, len(parts))
	for from := 0; from < len(parts); {
		status, sum, to := parts[from].Status(), rectify.Cell{}, from
		for ; to < len(parts) && parts[to].Status() == status; to++ {
			sum.Count += parts[to].Count
			sum.Quantity += parts[to].Quantity
		}
		if sum.Count > 0 {
			sums = append(sums, StatusCount{Status: status, Count: int(sum.Count), Quantity: sum.Quantity.Float()})
		}
		from = to
	}
	return sums
}
