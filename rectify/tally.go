package rectify

import "math"

// Amount is a quantity in millionths of its unit. Whole numbers make sums exact: adding and taking
// away in any order ends where a fresh count does, which floating point would not.
type Amount int64

const perUnit = 1e6

// AmountOf rounds to the nearest millionth; a quantity that is not known counts 0.
func AmountOf(quantity *float64) Amount {
	if quantity == nil {
		return 0
	}
	return Amount(math.Round(*quantity * perUnit))
}

// Float is the amount in its unit.
func (a Amount) Float() float64 { return float64(a) / perUnit }

// Cell is what is counted of the features of one status and light.
type Cell struct {
	Quantity Amount
	Done     Amount // quantity_done as field staff reported it
	Count    int32
	Overdue  int32
	Owed     int32 // photos
	Relapses int32 // cycles beyond the first
}

const (
	statusCount = 10 // len(Statuses)
	colourCount = len(Colours)
)

// Tally counts features of one kind by status and light. The zero Tally is empty; tallies of
// disjoint sets add up to the tally of both, in any order.
type Tally struct {
	cells [statusCount][colourCount]Cell
}

// Add counts a feature as it stands on the day.
func (t *Tally) Add(f Feature, today Day) { t.count(f, today, 1) }

// Sub takes away a feature that was added in this very state and on this very day.
func (t *Tally) Sub(f Feature, today Day) { t.count(f, today, -1) }

// Merge adds another tally.
func (t *Tally) Merge(other Tally) {
	for i := range t.cells {
		for j := range t.cells[i] {
			t.cells[i][j].add(other.cells[i][j], 1)
		}
	}
}

// TallyPart is a cell of a tally with its place in it.
type TallyPart struct {
	Cell

	status, colour uint8
}

// Status is that of the features which the part counts.
func (p TallyPart) Status() Status { return Statuses[p.status] }

// Colour is that of their lights.
func (p TallyPart) Colour() Colour { return Colours[p.colour] }

// ColourIndex is its place in Colours.
func (p TallyPart) ColourIndex() int { return int(p.colour) }

// Sums adds up all parts, and those that are done.
func Sums(parts []TallyPart) (total, done Cell) {
	for _, part := range parts {
		total.add(part.Cell, 1)
		if part.Status().Done() {
			done.add(part.Cell, 1)
		}
	}
	return total, done
}

// Parts gives the cells that are not empty, which mostly are few: a smaller form of the tally, to keep.
func (t *Tally) Parts() (parts []TallyPart) {
	filled := 0
	for i := range t.cells {
		for j := range t.cells[i] {
			if t.cells[i][j] != (Cell{}) {
				filled++
			}
		}
	}
	parts = make([]TallyPart, 0, filled)
	for i := range t.cells {
		for j, cell := range t.cells[i] {
			if cell != (Cell{}) {
				parts = append(parts, TallyPart{cell, uint8(i), uint8(j)})
			}
		}
	}
	return parts
}

// TallyOf is the inverse of Parts.
func TallyOf(parts []TallyPart) (t Tally) {
	for _, part := range parts {
		t.cells[part.status][part.colour] = part.Cell
	}
	return t
}

func (t *Tally) count(f Feature, today Day, sign int32) {
	status := f.Status.Index()
	if status < 0 {
		return
	}
	one := Cell{Count: 1, Quantity: AmountOf(f.Quantity), Done: AmountOf(f.QuantityDone), Owed: int32(f.PhotosOwed)}
	if f.Overdue(today) {
		one.Overdue = 1
	}
	if f.Cycle > 1 {
		one.Relapses = int32(f.Cycle - 1)
	}
	t.cells[status][LightOf(f, today).Colour.Index()].add(one, sign)
}

func (c *Cell) add(other Cell, sign int32) {
	c.Count += sign * other.Count
	c.Quantity += Amount(sign) * other.Quantity
	c.Done += Amount(sign) * other.Done
	c.Overdue += sign * other.Overdue
	c.Owed += sign * other.Owed
	c.Relapses += sign * other.Relapses
}
