package api_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

func TestAnUploadIsKnownByItsContentAndOptions(t *testing.T) {
	t.Parallel()
	d := newDistrict(t)
	planner := d.signIn(t, "planner")
	key := uuid.NewString()
	first := planner.upload(key, "{}")
	first.want(http.StatusAccepted, "")
	again := planner.upload(key, "{}")
	again.want(http.StatusAccepted, "")
	if first.body["id"] != again.body["id"] {
		t.Errorf("sent again it is run %v, not %v", again.body["id"], first.body["id"])
	}
	planner.upload(key, "{ }").want(http.StatusUnprocessableEntity, "op_id_reused")
	for _, option := range [][2]string{
		{"crs", "GCJ02"}, {"encoding", "GBK"}, {"layer", "a"}, {"map", `{"name": "NAME"}`}, {"source", "other"},
	} {
		planner.upload(key, "{}", option[0], option[1]).want(http.StatusUnprocessableEntity, "op_id_reused")
	}
}

func TestAReplayTellsTheSameEventHoweverMuchCameAfter(t *testing.T) {
	t.Parallel()
	d := newDistrict(t)
	planner := d.signIn(t, "planner")
	id := planner.draw()
	events := fmt.Sprintf("/api/v1/features/%d/events", id)
	command := planner.command(id, "list", object{"note": "没有路灯", "photos": []any{newShot(1).claim("before")}})
	first := planner.send(http.MethodPost, events, command)
	first.want(http.StatusOK, "")
	for n := range 55 {
		planner.send(http.MethodPatch, fmt.Sprintf("/api/v1/features/%d", id), object{"name": fmt.Sprint("北街", n)},
			"If-Match", fmt.Sprintf(`"%d"`, n+2), "Idempotency-Key", uuid.NewString()).want(http.StatusOK, "")
	}
	again := planner.send(http.MethodPost, events, command)
	again.want(http.StatusOK, "")
	if diff := cmp.Diff(first.body["event"], again.body["event"]); diff != "" || again.body["replay"] != true {
		t.Errorf("the replay tells another event (-first +again):\n%s", diff)
	}
}

func TestTokensAndPeopleTakeAKey(t *testing.T) {
	t.Parallel()
	d := newDistrict(t)
	admin := d.signIn(t, "admin")
	const tokens, user = "/api/v1/tokens", "/api/v1/users/1"
	admin.send(http.MethodPost, tokens, object{"name": "QGIS"}).want(http.StatusUnprocessableEntity, "op_id_missing")
	admin.send(http.MethodPatch, user, object{"name": "P"}).want(http.StatusUnprocessableEntity, "op_id_missing")

	body := object{"name": "QGIS", "op_id": uuid.NewString()}
	first := admin.send(http.MethodPost, tokens, body)
	first.want(http.StatusOK, "")
	again := admin.send(http.MethodPost, tokens, body)
	again.want(http.StatusOK, "")
	if first.body["id"] != again.body["id"] || first.body["token"] == nil || again.body["token"] != nil {
		t.Errorf("got %s, then %s", first.raw, again.raw)
	}

	change := object{"password": "another horse", "op_id": uuid.NewString()}
	admin.send(http.MethodPatch, user, change).want(http.StatusOK, "")
	d.signIn(t, "admin") // the answer of a replay does not change who is signed in
	admin.send(http.MethodPatch, user, change).want(http.StatusOK, "")
	change["password"] = "a third horse"
	admin.send(http.MethodPatch, user, change).want(http.StatusUnprocessableEntity, "op_id_reused")
}

func TestWhatIsGoneStaysGone(t *testing.T) {
	t.Parallel()
	d := newDistrict(t)
	planner := d.signIn(t, "planner")
	token := planner.send(http.MethodPost, "/api/v1/tokens", object{"name": "QGIS", "op_id": uuid.NewString()})
	token.want(http.StatusOK, "")
	run := planner.upload(uuid.NewString(), "{}")
	run.want(http.StatusAccepted, "")
	for _, path := range []string{fmt.Sprintf("/api/v1/tokens/%v", token.body["id"]), fmt.Sprintf("/api/v1/imports/%v", run.body["id"])} {
		for range 2 { // sent again, the same answer
			planner.send(http.MethodDelete, path, nil).want(http.StatusNoContent, "")
		}
	}
}

func TestAnAdministratorStays(t *testing.T) {
	t.Parallel()
	d := newDistrict(t)
	admin := d.signIn(t, "admin")
	patch := func(id int, body object) answer {
		body["op_id"] = uuid.NewString()
		return admin.send(http.MethodPatch, fmt.Sprintf("/api/v1/users/%d", id), body)
	}
	patch(6, object{"roles": []string{"planner"}}).want(http.StatusConflict, "own_account")
	patch(6, object{"disabled": true}).want(http.StatusConflict, "own_account")
	patch(1, object{"area_ids": []int{999}}).want(http.StatusUnprocessableEntity, "unknown_area")
	patch(1, object{"roles": []string{"king"}}).want(http.StatusUnprocessableEntity, "invalid")
	patch(1, object{"unit_id": 999}).want(http.StatusUnprocessableEntity, "unknown_unit")
}
