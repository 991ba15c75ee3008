package rectify_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backstreet/rectify"
)

func TestPermissionsAreThoseOfTheGoldenTable(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for _, role := range append([]rectify.Role{""}, append(slices.Clone(rectify.Roles), rectify.RoleSystem)...) {
		person := rectify.Person{ID: 1, Roles: []rectify.Role{role}}
		fmt.Fprintf(&text, "%-9s%s\n", role, strings.Join(words(rectify.PermissionsOf(person)), " "))
	}
	const golden = "testdata/permissions.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), text.String()); diff != "" {
		t.Errorf("who may do what changed; go test ./rectify -update if that is meant (-golden +now):\n%s", diff)
	}
}

func TestEveryPermissionIsListedAndSomebodyHasIt(t *testing.T) {
	t.Parallel()
	for role, permissions := range rectify.RolePermissions {
		for _, permission := range permissions {
			if !slices.Contains(rectify.Permissions, permission) {
				t.Errorf("%s of %s is not listed", permission, role)
			}
		}
	}
	for _, permission := range rectify.Permissions {
		if !slices.ContainsFunc(everywhere, func(p rectify.Person) bool { return rectify.Can(p, permission) }) {
			t.Errorf("nobody has %s", permission)
		}
	}
}

func TestDisabledPersonMayNothing(t *testing.T) {
	t.Parallel()
	gone := admin
	gone.Disabled = true
	if permissions := rectify.PermissionsOf(gone); len(permissions) > 0 {
		t.Errorf("a disabled administrator may %v", permissions)
	}
}

func TestAreaScope(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		scope []rectify.AreaID
		path  []rectify.AreaID
		want  bool
	}{
		{"whole district", nil, []rectify.AreaID{100, 110}, true},
		{"whole district, in no area", nil, nil, true},
		{"the area itself", []rectify.AreaID{110}, []rectify.AreaID{100, 110}, true},
		{"an area above", []rectify.AreaID{100}, []rectify.AreaID{100, 110}, true},
		{"an area beside", []rectify.AreaID{120}, []rectify.AreaID{100, 110}, false},
		{"one of several", []rectify.AreaID{120, 110}, []rectify.AreaID{100, 110}, true},
		{"in no area", []rectify.AreaID{110}, nil, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			person := rectify.Person{AreaIDs: test.scope}
			if got := person.InScope(test.path); got != test.want {
				t.Errorf("in scope: %v, want %v", got, test.want)
			}
		})
	}
}

func TestWhoSeesPhotos(t *testing.T) {
	t.Parallel()
	planned, listed := featureIn(rectify.Planned), featureIn(rectify.Listed)
	elsewhere := leader
	elsewhere.AreaIDs = []rectify.AreaID{120}
	tests := []struct {
		name    string
		person  rectify.Person
		feature rectify.Feature
		want    bool
	}{
		{"field staff, of their unit's", worker, planned, true},
		{"field staff, of another unit's", stranger, planned, false},
		{"field staff, of nobody's yet", stranger, listed, true},
		{"a verifier, of any unit's", verifier, planned, true},
		{"a leader", leader, planned, true},
		{"a leader of another street", elsewhere, planned, false},
		{"somebody without a role", rectify.Person{ID: 99}, planned, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := rectify.CanSeePhotos(test.person, test.feature, []rectify.AreaID{100, 110}); got != test.want {
				t.Errorf("sees: %v, want %v", got, test.want)
			}
		})
	}
}
