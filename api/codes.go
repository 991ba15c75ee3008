package api

import (
	"slices"

	"backstreet/geo"
	"backstreet/rectify"
	"backstreet/store"
)

// codeAttribute stands for every rule of a kind's schema.
const codeAttribute = "attribute_invalid"

// ownCodes are given by this package, or by an Invalid of the packages below.
var ownCodes = []string{
	"bad_request", "unsupported_media_type", "not_acceptable", "method_not_allowed", "internal", "cross_origin",
	"bad_credentials", "too_many_tries", "not_ready", "own_account", "not_your_photo", "multipart", codeAttribute,
	"assignee", "bbox", "near", "cursor", "if_match", "day", "day_future", "map", "geometry", "unknown_kind", "unknown_area",
	"file_missing", "op_id", "op_id_missing", "op_id_reused", "zero_byte", "text", "uid", "uuid", "json", "key", "enum",
	"password_length", "sha256", "photo_type", "photo_pixels", "photo_damaged", "photo_hash_mismatch",
	"tile_path", "tile_range", "tile_crs", "tile_layers", "basemap_unreachable",
	"export_not_ready", "control", "format", "encoding", "encoding_fixed", "crs", "crs_fixed", "kind", "shifted",
}

// ProblemCodes lists every code that a problem can have, sorted. The web app has words for each; a test of both
// sides compares with testdata/problems.golden.
func ProblemCodes() []string {
	codes := slices.Concat(ownCodes, store.ConstraintCodes())
	for _, s := range sentinels {
		codes = append(codes, s.code)
	}
	for _, info := range rectify.Codes {
		codes = append(codes, string(info.Code))
	}
	for _, fault := range geo.FaultCodes {
		codes = append(codes, string(fault))
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}
