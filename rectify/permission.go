package rectify

import "slices"

// Permission names what an operation of the API needs. Every operation declares one.
type Permission string

// The permissions.
const (
	FeatureRead       Permission = "feature.read"
	FeatureCreate     Permission = "feature.create"
	FeatureEdit       Permission = "feature.edit"
	FeatureTransition Permission = "feature.transition"
	PhotoRead         Permission = "photo.read"
	PhotoWrite        Permission = "photo.write"
	ProgressRead      Permission = "progress.read"
	RegisterRead      Permission = "register.read" // kinds, areas, units, campaigns
	AreaWrite         Permission = "area.write"
	UnitWrite         Permission = "unit.write"
	KindWrite         Permission = "kind.write"
	CampaignWrite     Permission = "campaign.write"
	UserRead          Permission = "user.read"
	UserWrite         Permission = "user.write"
	ImportRun         Permission = "import.run"
	ExportRun         Permission = "export.run"
	StreamRead        Permission = "stream.read"
	SessionOwn        Permission = "session.own" // one's own sessions and tokens
	SystemRead        Permission = "system.read" // health in detail, metrics
)

// everybody signed in may look at the whole district's map, whatever the role.
var everybody = []Permission{FeatureRead, ProgressRead, RegisterRead, StreamRead, SessionOwn}

// RolePermissions says what a role adds to what everybody signed in may do.
var RolePermissions = map[Role][]Permission{
	RolePlanner: {
		FeatureCreate, FeatureEdit, FeatureTransition, PhotoRead, PhotoWrite,
		AreaWrite, UnitWrite, CampaignWrite, UserRead, ImportRun, ExportRun,
	},
	RoleField:    {FeatureCreate, FeatureTransition, PhotoRead, PhotoWrite},
	RoleVerifier: {FeatureTransition, PhotoRead, PhotoWrite},
	RoleLeader:   {PhotoRead, ExportRun},
	RoleAdmin: {
		FeatureCreate, FeatureEdit, FeatureTransition, PhotoRead,
		AreaWrite, UnitWrite, KindWrite, CampaignWrite, UserRead, UserWrite, ImportRun, ExportRun, SystemRead,
	},
	RoleSystem: {FeatureTransition},
}

// Permissions holds all of them in the order above.
var Permissions = []Permission{
	FeatureRead, FeatureCreate, FeatureEdit, FeatureTransition, PhotoRead, PhotoWrite, ProgressRead,
	RegisterRead, AreaWrite, UnitWrite, KindWrite, CampaignWrite, UserRead, UserWrite, ImportRun, ExportRun,
	StreamRead, SessionOwn, SystemRead,
}

// Can reports whether a person who is signed in has the permission. A disabled person has none.
func Can(person Person, permission Permission) bool {
	if person.Disabled {
		return false
	}
	if slices.Contains(everybody, permission) {
		return true
	}
	return slices.ContainsFunc(person.Roles, func(role Role) bool {
		return slices.Contains(RolePermissions[role], permission)
	})
}

// PermissionsOf lists what a person may do, in the order of Permissions.
func PermissionsOf(person Person) []Permission {
	permissions := []Permission{}
	for _, permission := range Permissions {
		if Can(person, permission) {
			permissions = append(permissions, permission)
		}
	}
	return permissions
}

// CanSeePhotos reports whether a person may look at a feature's photos.
func CanSeePhotos(person Person, f Feature, areaPath []AreaID) bool {
	return Can(person, PhotoRead) && person.reaches(f, areaPath)
}

// CanExport reports whether a person may take a feature away in a file.
func CanExport(person Person, f Feature, areaPath []AreaID) bool {
	return Can(person, ExportRun) && person.reaches(f, areaPath)
}

// reaches reports whether a feature is the person's concern beyond what the map shows everybody: area scope
// limits everybody, and the unit limits those who are field staff and nothing more.
func (p Person) reaches(f Feature, areaPath []AreaID) bool {
	if !p.InScope(areaPath) {
		return false
	}
	onlyField := !slices.ContainsFunc(p.Roles, func(role Role) bool { return role != RoleField })
	return !onlyField || f.UnitID == 0 || f.UnitID == p.UnitID
}

// acts reports whether the person may act in the role.
func (p Person) acts(role Role) bool { return !p.Disabled && p.Has(role) }
