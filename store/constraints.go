package store

import "slices"

// constraint is what a broken constraint of the schema means to a client.
type constraint struct {
	field string
	code  string // stable, whatever the constraint is called
}

// codeDatabase stands for what has no name of its own here.
const codeDatabase = "value_refused"

// constraints holds those that a client's input can break.
var constraints = map[string]constraint{
	"feature_unit_id_fkey":           {"unit_id", "unknown_unit"},
	"feature_assignee_id_fkey":       {"assignee_id", "unknown_person"},
	"feature_kind_fkey":              {"kind", "unknown_kind"},
	"feature_geom_valid":             {"geometry", "geometry_invalid"},
	"feature_geom_type":              {"geometry", "geometry_type"},
	"feature_quantity_planned_check": {"quantity_planned", "quantity_invalid"},
	"feature_quantity_done_check":    {"quantity_done", "quantity_invalid"},
	"feature_quantity_counts":        {"attributes", "quantity_invalid"},
	"feature_attributes_check":       {"attributes", "attributes_invalid"},
	"feature_status_told":            {"status", "status_untold"},
	"feature_entry_told":             {"status", "status_untold"},
	"person_unit_id_fkey":            {"unit_id", "unknown_unit"},
	"person_roles_check":             {"roles", "unknown_role"},
	"person_username_check":          {"username", "username_invalid"},
	"person_name_check":              {"name", "name_missing"},
	"unit_name_check":                {"name", "name_missing"},
	"photo_phase_check":              {"photos", "photo_invalid"},
	"photo_sha256_check":             {"photos", "photo_invalid"},
	"photo_bytes_check":              {"photos", "photo_invalid"},
}

// meaningOf gives what a broken constraint means.
func meaningOf(name, column string) constraint {
	if known, ok := constraints[name]; ok {
		return known
	}
	return constraint{column, codeDatabase}
}

// ConstraintCodes lists the codes that the database's refusals are told with.
func ConstraintCodes() []string {
	codes := []string{codeDatabase, codeZeroByte}
	for _, c := range constraints {
		codes = append(codes, c.code)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}
