package importer

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"regexp"
	"strconv"
	"time"
)

var (
	arcgisSigns = regexp.MustCompile(`"(?:esriGeometry\w+|esriFieldType\w+)"|"(?:displayFieldName|fieldAliases|objectIdFieldName|geometryType|spatialReference)"\s*:|"(?:rings|paths)"\s*:\s*\[\s*\[`)
	geojsonType = regexp.MustCompile(`"type"\s*:\s*"(?i:FeatureCollection|Feature)"`)
)

// isArcGIS tells what an ArcGIS server answers to f=json, which looks much like GeoJSON.
func isArcGIS(p probe) bool {
	return (isGeoJSON(p) || p.extension == ".esrijson") && arcgisSigns.Match(p.head) && !geojsonType.Match(p.head)
}

func prepareArcGIS(_ context.Context, p probe, options Options) (*dataset, error) {
	encoding, err := chooseEncoding(p.path, options.Encoding)
	if err != nil {
		return nil, err
	}
	d := &dataset{path: p.path, encoding: encoding}
	d.open = func(r io.Reader) Reader {
		layer := &esriLayer{cut: func() {
			if len(d.notes) == 0 {
				d.note("the server has more records than it put into this file (exceededTransferLimit): ask for the rest with resultOffset and import it too")
			}
		}}
		return &geojsonReader{stream: newJSONStream(r), esri: layer}
	}
	return d, nil
}

// esriMembers of the top object tell Esri's JSON from GeoJSON.
var esriMembers = map[string]bool{
	"displayFieldName": true, "fieldAliases": true, "objectIdFieldName": true, "geometryType": true, "spatialReference": true,
}

// esriLayer is what the top object says about all records.
type esriLayer struct {
	crs   string
	dates map[string]bool // fields whose numbers are milliseconds since 1970
	cut   func()          // called when the file is only a part of the layer; may be nil
}

func (l *esriLayer) member(name string, value []byte) {
	switch name {
	case "spatialReference":
		l.crs = esriCRS(value)
	case "exceededTransferLimit":
		if l.cut != nil && string(value) == "true" {
			l.cut()
		}
	case "fields":
		var fields []struct{ Name, Type string }
		if json.Unmarshal(value, &fields) != nil {
			return
		}
		l.dates = map[string]bool{}
		for _, field := range fields {
			l.dates[field.Name] = field.Type == "esriFieldTypeDate"
		}
	}
}

// esriCRS is the EPSG code where Esri's own number has one, else the definition.
func esriCRS(value []byte) string {
	var reference struct {
		WKID       int    `json:"wkid"`
		LatestWKID int    `json:"latestWkid"`
		WKT        string `json:"wkt"`
	}
	if json.Unmarshal(value, &reference) != nil {
		return ""
	}
	code := reference.LatestWKID
	if code == 0 {
		code = reference.WKID
	}
	switch {
	case code == 102100 || code == 102113: // before EPSG had web mercator
		return "EPSG:3857"
	case code > 0 && code <= maxEPSGCode:
		return "EPSG:" + strconv.Itoa(code)
	case code > 0:
		return "ESRI:" + strconv.Itoa(code)
	}
	if code = epsgOfDefinition(reference.WKT); code != 0 {
		return "EPSG:" + strconv.Itoa(code)
	}
	return reference.WKT
}

// maxEPSGCode is where Esri's own numbers begin.
const maxEPSGCode = 32767

func (l *esriLayer) record(row int, members []jsonMember) Record {
	record := Record{Row: row}
	record.Properties, record.Fault = geojsonProperties(memberValue(members, "attributes"))
	for i, property := range record.Properties {
		if l.dates[property.Name] {
			record.Properties[i].Value = esriDate(property.Value)
		}
	}
	geometry := memberValue(members, "geometry")
	if record.Fault != nil || len(geometry) == 0 || bytes.Equal(geometry, []byte("null")) {
		return record
	}
	shape, err := jsonMembers(geometry)
	if err != nil {
		record.Fault = faultf(CodeBadRecord, string(geometry), "the geometry is no JSON object")
		return record
	}
	if reference := memberValue(shape, "spatialReference"); l.crs == "" && reference != nil {
		record.CRS = esriCRS(reference)
	}
	d := geojsonDecoder{}
	record.Geom, record.Fault = d.esri(shape)
	record.HasZ = d.hasZ
	return record
}

// esriDate makes an instant in UTC of milliseconds; anything else stays as it is.
func esriDate(value any) any {
	number, ok := value.(json.Number)
	if !ok {
		return value
	}
	milliseconds, err := number.Int64()
	if err != nil {
		return value
	}
	return time.UnixMilli(milliseconds).UTC().Format(time.RFC3339)
}
