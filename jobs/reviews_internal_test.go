package jobs

import "testing"

func TestReviewAtStart(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, err := b.db.Pool().Exec(t.Context(), `
		BEGIN;
		SET LOCAL backstreet.service = 'on';
		INSERT INTO feature (kind, geom, status, review_on)
		VALUES ('berth', ST_Point(114, 33.5, 4326), 'suspended', DATE '2022-08-30');
		INSERT INTO event (feature_id, event, from_status, to_status, cycle, actor_id, op_id)
		SELECT f.id, 'suspend', 'listed', 'suspended', 1, p.id, gen_random_uuid() FROM feature f, person p;
		COMMIT`)
	if err != nil {
		t.Fatal(err)
	}
	b.start(t)
	b.awaitJob(t, reviewJob{}.Kind())
	if n := b.count(t, `SELECT count(*) FROM feature WHERE status = 'listed'`); n != 1 {
		t.Errorf("%d features are resumed, want the one whose review day has passed", n)
	}
}
