package importer

import (
	"context"
	"fmt"

	"backstreet/geo"
)

// readDistrict reads the boundary of --area-from. It must be in degrees: what lies in it is judged in WGS 84.
func readDistrict(ctx context.Context, options Options) (geo.MultiPolygon, error) {
	if options.AreaFrom == "" {
		return nil, nil
	}
	wanted := Options{CRS: options.AreaCRS}
	d, err := openDataset(ctx, options.AreaFrom, wanted)
	if err != nil {
		return nil, err
	}
	defer d.close()
	s, err := readSurvey(ctx, d, func(int64) {})
	if err != nil {
		return nil, err
	}
	c, err := crsOf(d, s.declared, wanted, s.numbers)
	if err != nil {
		return nil, fmt.Errorf("read the boundary: %w", err)
	}
	if !c.inDegrees() {
		return nil, refuse(RefusedCRS, "the boundary %s is in %s; save it in EPSG:4326", options.AreaFrom, c.name)
	}
	var district geo.MultiPolygon
	_, err = d.each(ctx, func(int64) {}, func(record Record) error {
		if record.Geom == nil || record.Fault != nil {
			return nil //nolint:nilerr // a record without a shape is no part of the boundary
		}
		shape, _, fault := shapeFor([]string{"MultiPolygon"}, record.Geom, c)
		if fault == nil {
			district = append(district, shape.(geo.MultiPolygon)...)
		}
		return nil
	})
	if err == nil && len(district) == 0 {
		err = refuse(RefusedEmpty, "there is no polygon in the boundary file %s", options.AreaFrom)
	}
	return district, err
}
