package rectify

import "math"

// Quantity is what a feature counts by the rule, in the kind's unit: of its measure (m, m²) and its
// attributes. It is nil when they do not tell it. The stored quantity is the database's to compute
// (feature_quantity); this is for features that are in no database, and a test holds the two together.
func (r QuantityRule) Quantity(measure float64, attributes map[string]any) *float64 {
	var counted float64
	switch r {
	case QuantityEach:
		counted = 1
	case QuantityLength, QuantityArea:
		counted = measure
	case QuantityPaintedArea:
		height, known := number(attributes["height_m"])
		if !known {
			return nil
		}
		openings, _ := number(attributes["openings_m2"])
		counted = math.Max(0, measure*height-openings)
	case QuantityCapacity:
		capacity, known := number(attributes["capacity"])
		if !known {
			return nil
		}
		counted = capacity
	default:
		return nil
	}
	return &counted
}
