package importer

import (
	"context"
	"fmt"

	"backstreet/geo"
	"backstreet/rectify"
)

// readDistrict reads the boundary of --area-from. It must be in degrees: what lies in it is judged in WGS 84. notes are
// what the report should say of how it was read.
func readDistrict(ctx context.Context, options Options) (district geo.MultiPolygon, notes []string, err error) {
	if options.AreaFrom == "" {
		return nil, nil, nil
	}
	wanted := Options{CRS: options.AreaCRS, Kind: rectify.Kind{GeometryTypes: []string{"MultiPolygon"}}}
	d, err := openDataset(ctx, options.AreaFrom, wanted)
	if err != nil {
		return nil, nil, fmt.Errorf("read the boundary: %w", err)
	}
	defer d.close()
	s, err := readSurvey(ctx, d, func(int64) {}, func(Record) error { return nil })
	if err != nil {
		return nil, nil, fmt.Errorf("read the boundary: %w", err)
	}
	c, err := crsOf(d, s.declared, wanted, s.numbers)
	if err != nil {
		return nil, nil, fmt.Errorf("read the boundary: %w", err)
	}
	if !c.inDegrees() {
		return nil, nil, refuse(RefusedCRS, "the boundary %s is in %s; save it in EPSG:4326", options.AreaFrom, c.name)
	}
	_, err = d.each(ctx, func(int64) {}, func(record Record) error {
		if record.Geom == nil || record.Fault != nil {
			return nil //nolint:nilerr // a record without a shape is no part of the boundary
		}
		shape, _, fault := shapeFor(wanted.Kind.GeometryTypes, record.Geom, c)
		if fault == nil {
			district = append(district, shape.(geo.MultiPolygon)...)
		}
		return nil
	})
	if err == nil && len(district) == 0 {
		err = refuse(RefusedEmpty, "there is no polygon in the boundary file %s", options.AreaFrom)
	}
	for _, note := range d.notes {
		notes = append(notes, "the boundary: "+note)
	}
	return district, notes, err
}
