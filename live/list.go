package live

import (
	"fmt"
	"slices"

	"backstreet/rectify"
)

// LargestPage is the most rows that one List gives.
const LargestPage = 500

// Page is a part of a list.
type Page struct {
	Rows  []Row
	Next  string // cursor of the page after; empty on the last
	Total int    // of all pages
}

// Row is a feature in a list.
type Row struct {
	*Feature
	DistanceMetres float64 // from Filter.Near; 0 without it

	at position
}

// List gives the page of what the filter means that comes after a cursor; an empty cursor gives the
// first. A row that moves in the order while somebody pages may be seen twice or not at all; all others
// are seen once. What it refuses is ErrInvalid.
func (s *Snapshot) List(filter Filter, sort Sort, after string, limit int) (Page, error) {
	if sort != SortID && !slices.Contains(Sorts, sort) {
		return Page{}, &rectify.Invalid{Field: "sort", Rule: "enum", Message: fmt.Sprintf("there is no order %q; take one of %v", sort, Sorts)}
	}
	if sort == SortDistance && filter.Near == nil {
		return Page{}, &rectify.Invalid{Field: "sort", Rule: "near", Message: "to sort by distance, say from where: near=lon,lat"}
	}
	var start position
	if after != "" {
		var err error
		if start, err = parsePosition(after); err != nil {
			return Page{}, err
		}
	}
	first := firstRows{limit: min(max(limit, 1), LargestPage) + 1} // one more tells whether there is a next page
	var page Page
	s.matcher(filter).each(func(r *row) bool {
		page.Total++
		at, metres := s.position(sort, r, filter.Near)
		if after == "" || at.compare(start) > 0 {
			first.add(Row{DistanceMetres: metres, at: at})
		}
		return true
	})
	page.Rows = first.sorted()
	if len(page.Rows) == first.limit {
		page.Rows = page.Rows[:first.limit-1]
		page.Next = page.Rows[len(page.Rows)-1].at.cursor()
	}
	page.Rows = s.whole(page.Rows)
	return page, nil
}

// whole gives the rows their features.
func (s *Snapshot) whole(rows []Row) []Row {
	for i := range rows {
		rows[i].Feature, _ = s.Feature(rows[i].at.id)
	}
	return rows
}

// firstRows keeps the first rows in order of any number, sorting only when it holds twice as many.
type firstRows struct {
	limit int
	rows  []Row
}

func (r *firstRows) add(row Row) {
	if r.rows = append(r.rows, row); len(r.rows) >= 2*r.limit {
		r.rows = r.sorted()
	}
}

func (r *firstRows) sorted() []Row {
	slices.SortFunc(r.rows, func(a, b Row) int { return a.at.compare(b.at) })
	return r.rows[:min(len(r.rows), r.limit)]
}
