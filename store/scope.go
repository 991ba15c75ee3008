package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// liesWithin is the condition that the area whose id is the expression area lies in one of those whose ids are
// the expression scope. No area lies nowhere.
func liesWithin(area, scope string) string {
	return `EXISTS (SELECT FROM area here JOIN area mine ON mine.id = ANY (` + scope + `) AND here.path <@ mine.path
		WHERE here.id = ` + area + `)`
}

// featureLiesWithin is the same of the feature whose id is the expression feature.
func featureLiesWithin(feature, scope string) string {
	return liesWithin(`(SELECT area_id FROM feature WHERE id = `+feature+`)`, scope)
}

// refuseContext keeps the base map, which is the whole district's, from who is limited to areas.
func refuseContext(kind rectify.KindKey, scope []rectify.AreaID) error {
	if kind != rectify.ImportContext || len(scope) == 0 {
		return nil
	}
	return &rectify.Refusal{
		Code:    rectify.CodeOutsideArea,
		Message: "the base map is the whole district's; ask somebody who works in the whole district",
	}
}

// refuseForeignRun keeps who is limited to areas from deciding on an import of somebody who may write elsewhere.
func refuseForeignRun(ctx context.Context, tx pgx.Tx, actor rectify.Person, id rectify.ImportID) error {
	if len(actor.AreaIDs) == 0 {
		return nil
	}
	var mine bool
	err := tx.QueryRow(ctx, `
		SELECT r.actor_id IS NOT DISTINCT FROM $2 OR coalesce(cardinality(p.area_ids), 0) > 0 AND NOT EXISTS (
			SELECT FROM unnest(p.area_ids) theirs WHERE NOT `+liesWithin("theirs", "$3")+`)
		FROM import_run r LEFT JOIN person p ON p.id = r.actor_id WHERE r.id = $1`,
		id, actor.ID, actor.AreaIDs).Scan(&mine)
	if err != nil {
		return translate(err)
	}
	if !mine {
		return &rectify.Refusal{
			Code:    rectify.CodeOutsideArea,
			Message: "somebody who may write outside your area began this import; ask that person",
		}
	}
	return nil
}

// refuseBeyond keeps who is limited to areas from deciding on people who may write elsewhere.
func refuseBeyond(ctx context.Context, tx pgx.Tx, actor rectify.Person, areas []rectify.AreaID) error {
	if len(actor.AreaIDs) == 0 {
		return nil
	}
	var within bool
	err := tx.QueryRow(ctx, `
		SELECT cardinality($1::bigint[]) > 0 AND NOT EXISTS (
			SELECT FROM unnest($1::bigint[]) theirs WHERE NOT `+liesWithin("theirs", "$2")+`)`,
		areaIDs(areas), actor.AreaIDs).Scan(&within)
	if err != nil {
		return fmt.Errorf("areas of a person: %w", translate(err))
	}
	if !within {
		return &rectify.Refusal{
			Code: rectify.CodeOutsideArea, Field: "area_ids",
			Message: "you decide only on people who may write in your own areas and nowhere else",
		}
	}
	return nil
}
