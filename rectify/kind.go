package rectify

import "encoding/json"

// KindKey names a kind of feature, such as "back_street". Kinds are data: a district adds its own.
type KindKey string

// The kinds that are shipped.
const (
	KindCompound    KindKey = "compound"
	KindBackStreet  KindKey = "back_street"
	KindPaintedWall KindKey = "painted_wall"
	KindBerth       KindKey = "berth"
)

// QuantityRule says how the counted quantity of a feature comes from its geometry and attributes.
type QuantityRule string

// The rules. The database computes the stored quantity by them.
const (
	QuantityEach        QuantityRule = "each" // 1 for each feature
	QuantityLength      QuantityRule = "length_m"
	QuantityArea        QuantityRule = "area_m2"
	QuantityPaintedArea QuantityRule = "painted_m2" // length × height_m − openings_m2
	QuantityCapacity    QuantityRule = "capacity"   // the attribute capacity; not known without it
)

// Kind describes one sort of feature: a row of the table kind.
type Kind struct {
	ID             int16
	Key            KindKey
	Name           string
	NameEN         string
	GeometryTypes  []string // GeoJSON names, such as "MultiPolygon"
	QuantityRule   QuantityRule
	QuantityUnit   string // 个, 条, ㎡ …
	QuantityUnitEN string
	Schema         json.RawMessage // JSON Schema of the attributes
	Colour         string          // "#rrggbb"
	Icon           string
	Sort           int16 // place in legends, lists and menus
}
