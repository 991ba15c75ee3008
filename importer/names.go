package importer

import (
	"slices"
	"strings"
	"unicode"
)

// normalName makes column names comparable: lower case, without space, punctuation and what stands in brackets,
// so that "Height (m)", "HEIGHT_M" and "heightM" differ only where they mean it.
func normalName(name string) string {
	var normal strings.Builder
	depth := 0
	for _, char := range name {
		switch {
		case strings.ContainsRune("(（[【", char):
			depth++
		case strings.ContainsRune(")）]】", char):
			depth = max(depth-1, 0)
		case depth == 0 && (unicode.IsLetter(char) || unicode.IsDigit(char) || char == '@'):
			normal.WriteRune(unicode.ToLower(char))
		}
	}
	return normal.String()
}

// namedLike says that a column has one of the known names.
func namedLike(column string, known []string) bool {
	return slices.Contains(known, normalName(column))
}

// findColumn returns the first column by the order of the known names; failing that, the first that ends with a
// known name of three or more letters ("geo_Longitude", "中心点经度"); else -1.
func findColumn(columns []string, known []string) int {
	for _, name := range known {
		if i := slices.IndexFunc(columns, func(c string) bool { return normalName(c) == name }); i >= 0 {
			return i
		}
	}
	for _, name := range known {
		if len(name) < 3 {
			continue
		}
		if i := slices.IndexFunc(columns, func(c string) bool { return strings.HasSuffix(normalName(c), name) }); i >= 0 {
			return i
		}
	}
	return -1
}

func unknownColumn(attribute, column string, columns []string) error {
	refusal := refuse(RefusedMapping, "--map %s=%s: the file has no such column; it has %s",
		attribute, column, shorten(strings.Join(columns, ", ")))
	refusal.Candidates = columns
	return refusal
}
