package tiles

import (
	"slices"
	"strings"

	"backstreet/geo"
)

// nativeZoom is the last zoom that clients need to ask for: a unit is 4 cm, and
// they stretch its tiles beyond.
const nativeZoom = 18

// TileJSON describes the tiles as version 3.0.0 of that specification has it.
type TileJSON struct {
	TileJSON     string        `json:"tilejson"`
	Name         string        `json:"name"`
	Scheme       string        `json:"scheme"`
	Tiles        []string      `json:"tiles"`
	MinZoom      int           `json:"minzoom"`
	MaxZoom      int           `json:"maxzoom"`
	Bounds       []float64     `json:"bounds,omitempty"`
	Center       []float64     `json:"center,omitempty"`
	VectorLayers []VectorLayer `json:"vector_layers"`
}

// VectorLayer describes one layer: its properties with what they hold.
type VectorLayer struct {
	ID      string            `json:"id"`
	Fields  map[string]string `json:"fields"`
	MinZoom int               `json:"minzoom"`
	MaxZoom int               `json:"maxzoom"`
}

// centerZoom shows about one district.
const centerZoom = 11

// TileJSON describes the layers known now. The base URL has no slash at its
// end; an empty bound is left out.
func (e *Engine) TileJSON(baseURL string, bounds geo.Bound) TileJSON {
	t := TileJSON{
		TileJSON: "3.0.0",
		Name:     "Backstreet",
		Scheme:   "xyz",
		Tiles:    []string{baseURL + "/tiles/{z}/{x}/{y}.mvt"},
		MaxZoom:  nativeZoom,
	}
	if !bounds.IsEmpty() {
		center := bounds.Center()
		t.Bounds = []float64{bounds.Min.Lon(), bounds.Min.Lat(), bounds.Max.Lon(), bounds.Max.Lat()}
		t.Center = []float64{center.Lon(), center.Lat(), centerZoom}
	}
	for _, layer := range e.Layers() {
		t.VectorLayers = append(t.VectorLayers, describe(layer))
	}
	return t
}

func describe(layer string) VectorLayer {
	keys := []key{
		keyStatus, keyQuantity, keyListedDay, keyPlannedDay, keyDueDay, keySubmittedDay, keyVerifiedDay,
		keyRework, keyOwed, keyUnitID, keyAreaID, keyRef, keyName, keyCollapsed,
	}
	var from uint8
	switch {
	case layer == layerArea:
		keys = []key{keyLevel, keyCode, keyName, keyCollapsed}
	case layer == layerCluster:
		keys = []key{keyKind, keyGroup, keyCount, keyQuantity}
	case layer == layerLabel:
		keys = []key{keyKind, keyStatus, keyName, keyLevel}
	case strings.HasPrefix(layer, contextOf):
		keys = []key{keyClass, keyRank, keyName}
	default:
		from = fromZoom(layer)
	}
	fields := map[string]string{}
	for _, k := range keys {
		fields[keyNames[k]] = fieldType(k)
	}
	to := nativeZoom
	if layer == layerCluster {
		to = cellZooms - 1
	}
	return VectorLayer{ID: layer, Fields: fields, MinZoom: int(from), MaxZoom: to}
}

// fromZoom is where the first of a kind's features can be drawn, of whatever geometry.
func fromZoom(kind string) uint8 {
	from := uint8(never)
	for _, d := range []dimension{points, lines, areas} {
		from = min(from, ruleOf(&Feature{Layer: kind}, d).from)
	}
	return from
}

func fieldType(k key) string {
	switch {
	case k == keyCollapsed:
		return "Boolean"
	case slices.Contains([]key{keyStatus, keyRef, keyName, keyLevel, keyCode, keyClass, keyKind, keyGroup}, k):
		return "String"
	}
	return "Number"
}
