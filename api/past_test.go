package api_test

import (
	"fmt"
	"net/http"
	"testing"

	"backstreet/rectify"
)

// ofKind is what the progress of a day says of the back streets.
func (c *client) ofKind(day rectify.Day) object {
	c.t.Helper()
	got := c.get("/api/v1/progress?at=" + day.String())
	got.want(http.StatusOK, "")
	if got.body["today"] != day.String() {
		c.t.Errorf("asked for %s, told of %v", day, got.body["today"])
	}
	for _, of := range got.body["kinds"].([]any) {
		if kind := of.(object); kind["kind"] == "back_street" {
			return kind
		}
	}
	c.t.Fatal("no back streets in the progress")
	return nil
}

func TestProgressOfAPastDay(t *testing.T) {
	t.Parallel()
	d := newDistrict(t)
	d.day.Store(int64(today - 10))
	planner := d.signIn(t, "planner")
	done, planned, lost := planner.draw(), planner.draw(), planner.draw()
	for _, step := range []struct {
		day     rectify.Day
		feature int64
		event   string
		with    object
	}{
		{today - 9, done, "survey_ok", object{"photos": []any{newShot(1).claim("check")}}},
		{today - 9, planned, "list", object{"note": "坑", "photos": []any{newShot(3).claim("before")}}},
		{today - 8, planned, "plan", object{"unit_id": ourUnit, "due_on": (today - 5).String()}},
		{today - 4, lost, "propose_void", object{"note": "重复"}},
		{today - 3, planned, "plan", object{"unit_id": ourUnit, "due_on": (today + 5).String()}},
		{today - 2, done, "list", object{"note": "坑", "photos": []any{newShot(2).claim("before")}}},
	} {
		d.day.Store(int64(step.day))
		planner = d.signIn(t, "planner") // a session does not last for days without use
		planner.fire(step.feature, step.event, step.with).want(http.StatusOK, "")
	}
	d.day.Store(int64(today))
	planner = d.signIn(t, "planner")

	for _, want := range []struct {
		day                          rectify.Day
		total, done, overdue, listed float64
	}{
		{today - 11, 0, 0, 0, 0},
		{today - 10, 3, 0, 0, 0},
		{today - 9, 3, 1, 0, 1},
		{today - 8, 3, 1, 0, 0},
		{today - 4, 3, 1, 1, 0}, // past the deadline that was set first
		{today - 3, 3, 1, 0, 0}, // and planned anew
		{today - 2, 3, 0, 0, 1},
		{today, 3, 0, 0, 1},
	} {
		kind := planner.ofKind(want.day)
		listed, _ := kind["by_status"].(object)["listed"].(object)
		count, _ := listed["count"].(float64)
		if kind["total_count"] != want.total || kind["done_count"] != want.done || kind["overdue"] != want.overdue || count != want.listed {
			t.Errorf("%s: total %v, done %v, overdue %v, listed %v; want %+v", want.day, kind["total_count"], kind["done_count"],
				kind["overdue"], count, want)
		}
	}

	trend := planner.get("/api/v1/progress/trend?kind=back_street")
	trend.want(http.StatusOK, "")
	points := trend.body["points"].([]any)
	for _, of := range points[len(points)-12:] {
		point := of.(object)
		day, err := rectify.ParseDay(point["on"].(string))
		if err != nil {
			t.Fatal(err)
		}
		kind := planner.ofKind(day)
		if kind["done_count"] != point["done_count"] || kind["done_quantity"] != point["done_quantity"] {
			t.Errorf("%s: progress says %v, the trend %v", day, kind["done_count"], point["done_count"])
		}
	}
	planner.get("/api/v1/progress?at="+(today+1).String()).want(http.StatusUnprocessableEntity, "day_future")
	planner.get("/api/v1/progress?at=yesterday").want(http.StatusUnprocessableEntity, "invalid")
	planner.get(fmt.Sprintf("/api/v1/progress?at=%s&area=999", today-1)).want(http.StatusNotFound, "not_found")
}
