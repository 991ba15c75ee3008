package rectify

import "slices"

// PersonID identifies a person; zero means nobody, as for an edit made in psql or QGIS.
type PersonID int64

// Role is what a person does here; one person may have several.
type Role string

// The roles. System is the service itself, acting on a date.
const (
	RolePlanner  Role = "planner"
	RoleField    Role = "field"
	RoleVerifier Role = "verifier"
	RoleLeader   Role = "leader"
	RoleAdmin    Role = "admin"
	RoleSystem   Role = "system"
)

// Roles holds the roles that a person can be given; system is not among them.
var Roles = []Role{RolePlanner, RoleField, RoleVerifier, RoleLeader, RoleAdmin}

// Person is somebody who can sign in.
type Person struct {
	ID       PersonID
	Username string
	Name     string
	UnitID   UnitID
	Lead     bool // speaks for the unit: may return work to the planner
	Roles    []Role
	AreaIDs  []AreaID // where the person may write, with all areas below; empty for the whole district
	Disabled bool
}

// System is the service itself as an actor.
func System() Person { return Person{Name: "system", Roles: []Role{RoleSystem}} }

// Has reports whether the person has the role.
func (p Person) Has(role Role) bool { return slices.Contains(p.Roles, role) }

// InScope reports whether the person may write in a place. areaPath holds the deepest area there
// and all areas above it, in any order; it is empty where no area is.
func (p Person) InScope(areaPath []AreaID) bool {
	if len(p.AreaIDs) == 0 {
		return true
	}
	return slices.ContainsFunc(areaPath, func(id AreaID) bool { return slices.Contains(p.AreaIDs, id) })
}
