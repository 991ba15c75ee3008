package api_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

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
	planner := d.signIn(t, "planner")
	on := func(day rectify.Day) string { return day.Time().Add(10 * time.Hour).Format(time.RFC3339) }
	done, planned, lost := planner.draw(), planner.draw(), planner.draw()
	survey := newShot(1)
	planner.fire(done, "survey_ok", object{"at": on(today - 9), "photos": []any{survey.claim("check")}}).want(http.StatusOK, "")
	planner.fire(done, "list", object{"at": on(today - 2), "note": "坑", "photos": []any{newShot(2).claim("before")}}).want(http.StatusOK, "")
	planner.fire(planned, "list", object{"at": on(today - 9), "note": "坑", "photos": []any{newShot(3).claim("before")}}).want(http.StatusOK, "")
	planner.fire(planned, "plan", object{"at": on(today - 8), "unit_id": ourUnit, "due_on": (today - 5).String()}).want(http.StatusOK, "")
	planner.fire(planned, "plan", object{"at": on(today - 3), "unit_id": ourUnit, "due_on": (today + 5).String()}).want(http.StatusOK, "")
	planner.fire(lost, "propose_void", object{"at": on(today - 4), "note": "重复"}).want(http.StatusOK, "")

	for _, want := range []struct {
		day                          rectify.Day
		total, done, overdue, listed float64
	}{
		{today - 10, 0, 0, 0, 0},
		{today - 9, 2, 1, 0, 1}, // the third street is first heard of when voiding it was proposed
		{today - 8, 2, 1, 0, 0},
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
