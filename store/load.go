package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// Load reads everything that the live copy holds, and the cursor from which to follow, as of one
// moment. Features and the base map it hands to take, in parts and by several goroutines at a time. What no list, count or tile
// shows (measure, first_due_on, source, import and times) is not read and left zero.
func (s *Store) Load(ctx context.Context, take func(rectify.Part)) (*rectify.State, error) {
	state := &rectify.State{}
	err := s.inFeed(ctx, func(tx pgx.Tx, now rectify.Cursor) (err error) {
		if _, err := tx.Exec(ctx, `SET LOCAL statement_timeout = 0`); err != nil {
			return err
		}
		state.Cursor = now
		if state.Kinds, err = kinds(ctx, tx); err != nil {
			return err
		}
		if state.Areas, err = areas(ctx, tx); err != nil {
			return err
		}
		if state.Units, err = units(ctx, tx); err != nil {
			return err
		}
		if state.Campaigns, err = campaigns(ctx, tx); err != nil {
			return err
		}
		if err := copyOut(ctx, tx, copiedBackdrops, backdropsOf, take); err != nil {
			return err
		}
		owed, err := photosOwed(ctx, tx)
		if err != nil {
			return err
		}
		return copyOut(ctx, tx, copiedFeatures, featuresOf(owed), take)
	})
	if err != nil {
		return nil, fmt.Errorf("load the live copy: %w", err)
	}
	return state, nil
}

// photosOwed gives how many photos are owed, for those features that owe any: to ask it of each feature
// would take longer than to read it.
func photosOwed(ctx context.Context, tx pgx.Tx) (map[rectify.FeatureID]int, error) {
	rows, _ := tx.Query(ctx, `SELECT feature_id, count(*) FROM photo WHERE state <> 'stored' GROUP BY feature_id`)
	owed := make(map[rectify.FeatureID]int)
	var id rectify.FeatureID
	var photos int
	_, err := pgx.ForEachRow(rows, []any{&id, &photos}, func() error {
		owed[id] = photos
		return nil
	})
	return owed, err
}

const copiedBackdrops = `SELECT id, class, rank, name, geom FROM context`

func backdropsOf(t *tuples, part *rectify.Part) {
	for t.next() {
		part.Backdrops = append(part.Backdrops, rectify.Backdrop{
			ID: t.integer(), Class: t.word(), Rank: int(t.integer()), Name: t.word(), Geom: t.geometry(),
		})
	}
}

// The order is that in which featuresOf reads. Nothing is reckoned here: the server takes longer to send the
// rows than this process to read them.
const copiedFeatures = `
	SELECT id, uid, kind, ref, name, geom, area_id, unit_id, assignee_id, status, cycle,
		listed_on, planned_on, due_on, submitted_on, verified_on, review_on,
		quantity, quantity_planned, quantity_done, reworks, attributes, version
	FROM feature`

func featuresOf(owed map[rectify.FeatureID]int) func(*tuples, *rectify.Part) {
	return func(t *tuples, part *rectify.Part) {
		for t.next() {
			f := rectify.Feature{
				ID: rectify.FeatureID(t.integer()), UID: t.uuid(), Kind: rectify.KindKey(t.word()), Ref: t.text(), Name: t.word(),
				Geom: t.geometry(), AreaID: rectify.AreaID(t.integer()), UnitID: rectify.UnitID(t.integer()),
				AssigneeID: rectify.PersonID(t.integer()), Status: rectify.Status(t.word()), Cycle: int(t.integer()),
				ListedOn: t.day(), PlannedOn: t.day(), DueOn: t.day(), SubmittedOn: t.day(), VerifiedOn: t.day(), ReviewOn: t.day(),
				Quantity: t.float(), QuantityPlanned: t.float(), QuantityDone: t.float(), Reworks: int(t.integer()),
				Attributes: t.attributes(), Version: t.integer(),
			}
			f.PhotosOwed = owed[f.ID]
			part.Features = append(part.Features, f)
		}
	}
}
