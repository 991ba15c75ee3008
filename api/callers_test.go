package api_test

import (
	"net/http"
	"testing"

	"github.com/google/uuid"
)

func TestTilesEndWithTheSession(t *testing.T) {
	t.Parallel()
	d := newDistrict(t)
	tile := func(c *client, status int) {
		t.Helper()
		c.get(tilePath()).want(status, "")
	}
	t.Run("at once where it was ended", func(t *testing.T) {
		c := d.signIn(t, "planner")
		c.draw()
		tile(c, http.StatusOK)
		c.send(http.MethodDelete, "/api/v1/session", nil).want(http.StatusNoContent, "")
		tile(c, http.StatusUnauthorized)
	})
	t.Run("at once when the person is disabled", func(t *testing.T) {
		c, admin := d.signIn(t, "hand"), d.signIn(t, "admin")
		tile(c, http.StatusOK)
		admin.send(http.MethodPatch, "/api/v1/users/7", object{"disabled": true, "op_id": uuid.NewString()}).want(http.StatusOK, "")
		tile(c, http.StatusUnauthorized)
	})
	t.Run("within the time that it is remembered, where another replica ended it", func(t *testing.T) {
		c := d.signIn(t, "leader")
		tile(c, http.StatusOK)
		if _, err := d.store.Pool().Exec(t.Context(), `UPDATE session SET revoked_at = created_at WHERE person_id = 5`); err != nil {
			t.Fatal(err)
		}
		d.day.Add(1) // more than a second
		tile(c, http.StatusUnauthorized)
	})
	t.Run("and nothing else is answered from memory", func(t *testing.T) {
		c := d.signIn(t, "mate")
		tile(c, http.StatusOK)
		if _, err := d.store.Pool().Exec(t.Context(), `UPDATE session SET revoked_at = created_at WHERE person_id = 3`); err != nil {
			t.Fatal(err)
		}
		c.get("/api/v1/features").want(http.StatusUnauthorized, "")
	})
}
