package importer

import (
	"context"
	"hash/maphash"

	"backstreet/rectify"
)

// survey is what the first reading of a file finds out, so that nothing has to be decided by a sample.
type survey struct {
	records  int
	columns  []*column // in order of first appearance
	byName   map[string]*column
	numbers  numbers
	systems  map[string]bool // what records declare for themselves; "" where one does not
	declared string          // the CRS: beside the records, by every one of them, or by the file
}

// column is what is known about one column.
type column struct {
	name   string
	filled int // records that have a value
	// values holds hashes until the first value comes twice; then it is nil and the column is not unique.
	values map[uint64]struct{}
	sample []any // the first distinct or not values
}

const maxColumnSample = 500

func (c *column) unique(records int) bool {
	return c.values != nil && c.filled == records && records > 0
}

var hashSeed = maphash.MakeSeed()

func (c *column) add(value any) {
	text := valueText(value)
	if text == "" {
		return
	}
	c.filled++
	if len(c.sample) < maxColumnSample {
		c.sample = append(c.sample, value)
	}
	if c.values == nil {
		return
	}
	hash := maphash.String(hashSeed, text)
	if _, twice := c.values[hash]; twice {
		c.values = nil
		return
	}
	c.values[hash] = struct{}{}
}

// readSurvey reads the whole dataset and hands its records on to keep.
func readSurvey(ctx context.Context, d *dataset, progress func(int64), keep func(Record) error) (*survey, error) {
	s := &survey{byName: map[string]*column{}, systems: map[string]bool{}}
	reader, err := d.each(ctx, progress, func(record Record) error {
		s.add(record)
		return keep(record)
	})
	if err != nil {
		return nil, err
	}
	s.declared = firstOf(d.crs, s.onlySystem(), reader.CRS())
	return s, nil
}

func (s *survey) add(record Record) {
	s.records++
	for _, property := range record.Properties {
		c := s.byName[property.Name]
		if c == nil {
			c = &column{name: property.Name, values: map[uint64]struct{}{}}
			s.columns, s.byName[property.Name] = append(s.columns, c), c
		}
		c.add(property.Value)
	}
	if record.Geom == nil || record.Fault != nil {
		return
	}
	s.systems[record.CRS] = true
	if record.CRS == "" {
		s.numbers.add(record.Geom)
	}
}

// onlySystem is the one that all records declare; empty when they differ or one of them declares none.
func (s *survey) onlySystem() string {
	if len(s.systems) == 1 {
		for system := range s.systems {
			return system
		}
	}
	return ""
}

func (s *survey) names() []string {
	names := make([]string, len(s.columns))
	for i, c := range s.columns {
		names[i] = c.name
	}
	return names
}

// Limits of the columns that a report shows.
const (
	maxShownColumns = 200
	shownValues     = 3
)

// shown are the columns for whoever maps them by hand.
func (s *survey) shown() []rectify.ImportColumn {
	shown := make([]rectify.ImportColumn, min(len(s.columns), maxShownColumns))
	for i := range shown {
		c := s.columns[i]
		shown[i] = rectify.ImportColumn{Name: c.name, Sample: []string{}}
		for _, value := range c.sample[:min(len(c.sample), shownValues)] {
			shown[i].Sample = append(shown[i].Sample, shorten(valueText(value)))
		}
	}
	return shown
}
