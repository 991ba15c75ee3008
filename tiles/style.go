package tiles

import "strings"

// Style is a whole MapLibre style, for viewers other than our own: the base map
// pale, work by status. It has no glyphs, so text is drawn with local fonts.
func (e *Engine) Style(baseURL string) map[string]any {
	layers := []any{
		map[string]any{"id": "background", "type": "background", "paint": map[string]any{"background-color": "#f2f1ec"}},
		fill("context_block", "#eceae4"),
		fill("context_green", "#dbe5d0"),
		fill("context_water", "#c9d9e0"),
		fill("context_building", "#dddad2"),
		line("context_road", "#ffffff", byZoom(10, 0.5, 18, 12)),
	}
	for _, layer := range e.Layers() {
		if isKind(layer) {
			layers = append(layers, kindLayers(layer)...)
		}
	}
	layers = append(layers, line(layerArea, "#1b1d21", byZoom(6, 0.5, 14, 1.5)), cells(), labels())
	return map[string]any{
		"version": 8,
		"name":    "Backstreet",
		"sources": map[string]any{"backstreet": map[string]any{"type": "vector", "url": baseURL + "/tiles.json"}},
		"layers":  layers,
	}
}

// statusColours is the map's legend; void features are hidden by a filter.
var statusColours = []any{
	"match",
	[]any{"get", "status"},
	"unsurveyed", "#81817e", "compliant", "#4ec89d", "listed", "#d22000", "planned", "#f37a1f",
	"in_progress", "#f7dd24", "submitted", "#3a80f7", "rework", "#b05fa6", "suspended", "#4e4095",
	"verified", "#11594d", "#b9bcc2",
}

// groupColours follow the status that stands for each group.
var groupColours = []any{
	"match",
	[]any{"get", "group"},
	"unknown", "#81817e", "to_do", "#d22000", "doing", "#f7dd24", "check", "#3a80f7",
	"parked", "#4e4095", "done", "#11594d", "#b9bcc2",
}

func isKind(layer string) bool {
	return layer != layerArea && layer != layerCluster && layer != layerLabel && !strings.HasPrefix(layer, contextOf)
}

// kindLayers draw a kind by whatever geometry its features have.
func kindLayers(kind string) []any {
	of := func(geometry string) []any {
		return []any{"all", []any{"==", []any{"geometry-type"}, geometry}, []any{"!=", []any{"get", "status"}, "void"}}
	}
	area, outline, path, dot := fill(kind, statusColours), line(kind, statusColours, 1), line(kind, statusColours, byZoom(11, 1, 18, 6)), circle(kind, statusColours, byZoom(12, 2, 18, 6))
	area["id"], area["filter"] = kind+"-area", of("Polygon")
	area["paint"].(map[string]any)["fill-opacity"] = 0.45
	outline["id"], outline["filter"] = kind+"-outline", of("Polygon")
	path["id"], path["filter"] = kind+"-line", of("LineString")
	dot["id"], dot["filter"] = kind+"-point", of("Point")
	return []any{area, outline, path, dot}
}

func cells() map[string]any {
	radius := []any{"interpolate", []any{"linear"}, []any{"sqrt", []any{"get", "count"}}, 1, 3, 30, 14}
	c := circle(layerCluster, groupColours, radius)
	c["filter"] = []any{"!=", []any{"get", "group"}, "hidden"}
	c["paint"].(map[string]any)["circle-opacity"] = 0.7
	return c
}

func labels() map[string]any {
	l := layerOf(layerLabel, "symbol", map[string]any{"text-color": "#4d4f53", "text-halo-color": "#fbfaf7", "text-halo-width": 1.5})
	l["layout"] = map[string]any{
		"text-field": []any{"get", "name"},
		"text-font":  []any{"PingFang SC, Microsoft YaHei, Noto Sans CJK SC, WenQuanYi Micro Hei, sans-serif"},
		"text-size":  12,
	}
	return l
}

func layerOf(source, kind string, paint map[string]any) map[string]any {
	return map[string]any{"id": source, "type": kind, "source": "backstreet", "source-layer": source, "paint": paint}
}

func fill(source string, colour any) map[string]any {
	return layerOf(source, "fill", map[string]any{"fill-color": colour})
}

func line(source string, colour, width any) map[string]any {
	return layerOf(source, "line", map[string]any{"line-color": colour, "line-width": width})
}

func circle(source string, colour, radius any) map[string]any {
	return layerOf(source, "circle", map[string]any{"circle-color": colour, "circle-radius": radius})
}

func byZoom(z1 int, v1 float64, z2 int, v2 float64) []any {
	return []any{"interpolate", []any{"linear"}, []any{"zoom"}, z1, v1, z2, v2}
}
