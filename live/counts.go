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
	Quantity float64 // in the kind's unit
	ByStatus map[rectify.Status]StatusCount
}

// StatusCount is the part of one status.
type StatusCount struct {
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
	count := KindCount{Kind: kind, ByStatus: make(map[rectify.Status]StatusCount)}
	if tally == nil {
		return count
	}
	var quantity rectify.Amount
	for _, status := range rectify.Statuses {
		if cell := tally.Of(status); cell.Count > 0 {
			count.Total += int(cell.Count)
			quantity += cell.Quantity
			count.ByStatus[status] = StatusCount{Count: int(cell.Count), Quantity: cell.Quantity.Float()}
		}
	}
	count.Quantity = quantity.Float()
	return count
}
