package store

import (
	"context"
	"fmt"

	"backstreet/geo"
	"backstreet/rectify"
)

// districtMarginM is how far outside the district a record may lie: boundaries differ between sources, and what is
// kept up on both sides of a road belongs to one of them.
const districtMarginM = 2000

// findDistrict says where records must lie: in the boundary that was given, or, of features, about in the areas of level
// district. Areas and base map may reach beyond it, and without such an area there is no district yet.
func (g *staging) findDistrict(ctx context.Context) error {
	g.district, g.outside = g.run.District, "it does not meet the district"
	if g.district == nil {
		g.district = geo.MultiPolygon{} // a geometry in any case; an empty one stands for none
	}
	if len(g.district) > 0 || g.run.Anywhere || g.run.Kind == rectify.ImportAreas || g.run.Kind == rectify.ImportContext {
		return nil
	}
	g.outside = fmt.Sprintf("it lies more than %d km outside the district; if that is right, import with --anywhere", districtMarginM/1000)
	err := g.tx.QueryRow(ctx, `
		SELECT coalesce((
			SELECT ST_Multi(ST_Buffer(ST_Union(geom)::geography, $1)::geometry) FROM area WHERE level = 'district'),
			'SRID=4326;MULTIPOLYGON EMPTY'::geometry)`, districtMarginM).Scan(&g.district)
	if err != nil {
		return fmt.Errorf("the district: %w", err)
	}
	return nil
}
