package store_test

import (
	"errors"
	"testing"

	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

func TestTheLastAdministratorStaysOne(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	first, second := person(t, db, "first", "", rectify.RoleAdmin), person(t, db, "second", "", rectify.RoleAdmin)
	stepBack := func(id rectify.PersonID) error {
		_, err := db.UpdatePerson(t.Context(), id, "", func(p *rectify.Person) { p.Roles = []rectify.Role{rectify.RoleLeader} })
		return err
	}
	if err := stepBack(first.ID); err != nil {
		t.Fatalf("while there is another: %v", err)
	}
	wantRefusal(t, stepBack(second.ID), rectify.CodeLastAdmin)
	_, err := db.UpdatePerson(t.Context(), second.ID, "", func(p *rectify.Person) { p.Disabled = true })
	wantRefusal(t, err, rectify.CodeLastAdmin)
}

func TestWhoIsLimitedDecidesOnOthersWhoAre(t *testing.T) {
	t.Parallel()
	db, id := scopedDistrict(t)
	code := func(code string) rectify.AreaID {
		return rectify.AreaID(query[int64](t, db, `SELECT id FROM area WHERE code = $1`, code))
	}
	limited := rectify.Person{ID: id, Roles: []rectify.Role{rectify.RoleAdmin}, AreaIDs: []rectify.AreaID{code("W")}}
	add := func(username string, areas ...rectify.AreaID) (rectify.Person, error) {
		added, _, err := db.CreatePerson(t.Context(), limited, newOp(), rectify.Person{
			Username: username, Name: username, Roles: []rectify.Role{rectify.RoleField}, AreaIDs: areas,
		}, "correct horse")
		return added, err
	}
	ours, err := add("ours", code("W"))
	if err != nil {
		t.Fatal(err)
	}
	for name, areas := range map[string][]rectify.AreaID{"east": {code("E")}, "both": {code("W"), code("E")}, "all": nil} {
		_, err := add(name, areas...)
		wantRefusal(t, err, rectify.CodeOutsideArea)
	}
	_, _, err = db.ChangePerson(t.Context(), limited, newOp(), ours.ID, "", func(p *rectify.Person) { p.AreaIDs = nil })
	wantRefusal(t, err, rectify.CodeOutsideArea)
	_, _, err = db.ChangePerson(t.Context(), limited, newOp(), id, "", func(p *rectify.Person) { p.AreaIDs = nil })
	wantRefusal(t, err, rectify.CodeOutsideArea)
}

func wantRefusal(t *testing.T, err error, code rectify.Code) {
	t.Helper()
	var refusal *rectify.Refusal
	if !errors.As(err, &refusal) || refusal.Code != code {
		t.Errorf("got %v, want a refusal with %s", err, code)
	}
}
