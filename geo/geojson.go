package geo

import (
	"encoding/json"
	"errors"
	"fmt"
)

// geoJSONDepth is how deep collections may nest.
const geoJSONDepth = 16

// GeoJSON carries a geometry through encoding/json as a GeoJSON geometry object (RFC 7946); a nil
// geometry is null.
type GeoJSON struct{ Geometry }

// MarshalJSON writes the geometry object. A Ring or Bound becomes a polygon. It refuses what has no
// form in GeoJSON: a collection with a nil member, and positions that are no finite numbers.
func (g GeoJSON) MarshalJSON() ([]byte, error) {
	switch g := g.Geometry.(type) {
	case nil:
		return []byte("null"), nil
	case Ring:
		return GeoJSON{Polygon{g}}.MarshalJSON()
	case Bound:
		return GeoJSON{g.ToPolygon()}.MarshalJSON()
	case Collection:
		return marshalCollection(g)
	default:
		return json.Marshal(struct {
			Type        string   `json:"type"`
			Coordinates Geometry `json:"coordinates"`
		}{g.GeoJSONType(), g})
	}
}

func marshalCollection(collection Collection) ([]byte, error) {
	members := make([]GeoJSON, len(collection))
	for i, member := range collection {
		if member == nil {
			return nil, fmt.Errorf("GeoJSON geometry: member %d of the collection is nil", i)
		}
		members[i] = GeoJSON{member}
	}
	return json.Marshal(struct {
		Type       string    `json:"type"`
		Geometries []GeoJSON `json:"geometries"`
	}{collection.GeoJSONType(), members})
}

// UnmarshalJSON reads a geometry object, dropping Z. Positions need two numbers at least. It does
// not judge the geometry: see Validate.
func (g *GeoJSON) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		g.Geometry = nil
		return nil
	}
	geometry, err := parseGeoJSON(data, 0)
	if err != nil {
		return fmt.Errorf("GeoJSON geometry: %w", err)
	}
	g.Geometry = geometry
	return nil
}

// parseGeoJSON is our own because orb's reader panics on a null member, takes a missing latitude
// for 0, and brings a database driver along.
func parseGeoJSON(data []byte, depth int) (Geometry, error) {
	var object struct {
		Type        string
		Coordinates json.RawMessage
		Geometries  []json.RawMessage
	}
	if err := json.Unmarshal(data, &object); err != nil {
		return nil, err
	}
	switch object.Type {
	case "Point":
		return coordinates(object.Coordinates, func(p position) Geometry { return Point(p) })
	case "MultiPoint":
		return coordinates(object.Coordinates, func(p []position) Geometry { return points[MultiPoint](p) })
	case "LineString":
		return coordinates(object.Coordinates, func(p []position) Geometry { return points[LineString](p) })
	case "MultiLineString":
		return coordinates(object.Coordinates, func(p [][]position) Geometry {
			return converted[MultiLineString](p, points[LineString])
		})
	case "Polygon":
		return coordinates(object.Coordinates, func(p [][]position) Geometry { return rings(p) })
	case "MultiPolygon":
		return coordinates(object.Coordinates, func(p [][][]position) Geometry {
			return converted[MultiPolygon](p, rings)
		})
	case "GeometryCollection":
		return members(object.Geometries, depth)
	}
	return nil, fmt.Errorf("type %q is no geometry", object.Type)
}

func members(raw []json.RawMessage, depth int) (Geometry, error) {
	if depth == geoJSONDepth {
		return nil, fmt.Errorf("collections nest deeper than %d", geoJSONDepth)
	}
	collection := make(Collection, len(raw))
	for i, data := range raw {
		member, err := parseGeoJSON(data, depth+1)
		if err != nil {
			return nil, err
		}
		collection[i] = member
	}
	return collection, nil
}

func coordinates[T any](raw json.RawMessage, build func(T) Geometry) (Geometry, error) {
	if len(raw) == 0 {
		return nil, errors.New("coordinates are missing")
	}
	var read T
	if err := json.Unmarshal(raw, &read); err != nil {
		return nil, err
	}
	return build(read), nil
}

// position reads [lon, lat, …].
type position Point

func (p *position) UnmarshalJSON(data []byte) error {
	var numbers []*float64
	if err := json.Unmarshal(data, &numbers); err != nil {
		return err
	}
	if len(numbers) < 2 || numbers[0] == nil || numbers[1] == nil {
		return fmt.Errorf("position %.40s needs longitude and latitude", data)
	}
	*p = position{*numbers[0], *numbers[1]}
	return nil
}

func points[S ~[]Point](read []position) S {
	return converted[S](read, func(p position) Point { return Point(p) })
}

func rings(read [][]position) Polygon { return converted[Polygon](read, points[Ring]) }

func converted[S ~[]E, E, F any](read []F, convert func(F) E) S {
	made := make(S, len(read))
	for i, item := range read {
		made[i] = convert(item)
	}
	return made
}
