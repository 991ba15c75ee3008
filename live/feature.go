package live

import (
	"encoding/json"

	"backstreet/geo"
	"backstreet/rectify"
)

// Feature is a feature as the copy knows it, with its bound. It is made when asked for and belongs to
// whoever asked. Measure, FirstDueOn, Source, ImportID, CreatedAt and UpdatedAt are zero: no list, count or
// tile shows them, and a dossier is read from the database.
type Feature struct {
	rectify.Feature
	Bound geo.Bound
}

// Point is a place to put a label or a pin: inside, or on the line.
func (f *Feature) Point() geo.Point { return geo.RepresentativePoint(f.Geom) }

// row is a feature read from its record without what takes memory to read: UID, geometry and attributes
// are empty. A row is read over by the next; the strings in it may be kept.
type row struct {
	rectify.Feature
	uid, attributes, shape string
	amounts                [3]float64 // where the quantities lie, so that reading a row takes no memory
}

// whole makes the feature.
func (r *row) whole() *Feature {
	f := &Feature{Feature: r.Feature, Bound: shapeBound(r.shape)}
	for _, quantity := range [...]**float64{&f.Quantity, &f.QuantityPlanned, &f.QuantityDone} {
		if *quantity != nil {
			amount := **quantity
			*quantity = &amount
		}
	}
	f.UID, f.Geom, f.Attributes = uidText(r.uid), readShape(r.shape), readAttributes(r.attributes)
	return f
}

// bound is the feature's bound.
func (r *row) bound() geo.Bound { return shapeBound(r.shape) }

// attributesText is how attributes are kept: as JSON, which is equal for equal attributes. Most features
// share theirs with thousands, so that it is mostly a word in common.
func attributesText(attributes map[string]any) string {
	if len(attributes) == 0 {
		return ""
	}
	text, err := json.Marshal(attributes) // sorts by key
	if err != nil {
		panic(err) // they came out of JSON
	}
	return string(text)
}

func readAttributes(text string) (attributes map[string]any) {
	if text == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(text), &attributes); err != nil {
		panic(err) // attributesText wrote it
	}
	return attributes
}
