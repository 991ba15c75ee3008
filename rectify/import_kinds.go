package rectify

import "encoding/json"

// AreaKind describes a file of areas.
var AreaKind = Kind{
	Key: ImportAreas, Name: "区域", NameEN: "Areas", GeometryTypes: []string{"MultiPolygon"},
	Schema: json.RawMessage(`{"type": "object", "required": ["level"], "properties": {
		"level": {"enum": ["district", "street", "community", "grid"], "title": "级别"},
		"parent": {"type": "string", "title": "上级代码"},
		"name_en": {"type": "string", "title": "英文名"}}}`),
}

// ContextKind describes a file of base map.
var ContextKind = Kind{
	Key: ImportContext, Name: "底图", NameEN: "Base map",
	GeometryTypes: []string{"Point", "MultiLineString", "MultiPolygon"},
	Schema: json.RawMessage(`{"type": "object", "required": ["class"], "properties": {
		"class": {"enum": ["road", "water", "green", "building", "block", "place"], "title": "类别"},
		"rank": {"type": "integer", "minimum": 1, "maximum": 5, "title": "级别"}}}`),
}
