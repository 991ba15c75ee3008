package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// campaigns reads all campaigns with their targets, the latest first.
func campaigns(ctx context.Context, tx pgx.Tx) ([]rectify.Campaign, error) {
	rows, _ := tx.Query(ctx, `
		SELECT id, name, day_number(starts_on), day_number(ends_on), milestones
		FROM campaign ORDER BY starts_on DESC, id`)
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (c rectify.Campaign, err error) {
		err = row.Scan(&c.ID, &c.Name, &c.StartsOn, &c.EndsOn, &c.Milestones)
		return c, err
	})
	if err != nil {
		return nil, err
	}
	at := make(map[rectify.CampaignID]*rectify.Campaign, len(all))
	for i := range all {
		at[all[i].ID] = &all[i]
	}
	rows, _ = tx.Query(ctx, `
		SELECT campaign_id, id, kind, coalesce(area_id, 0), quantity, filter FROM campaign_target ORDER BY id`)
	var of rectify.CampaignID
	var t rectify.Target
	_, err = pgx.ForEachRow(rows, []any{&of, &t.ID, &t.Kind, &t.AreaID, &t.Quantity, &t.Filter}, func() error {
		if c := at[of]; c != nil {
			c.Targets = append(c.Targets, t)
		}
		t.Filter = nil
		return nil
	})
	return all, err
}
