package importer_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/osm"
	"google.golang.org/protobuf/encoding/protowire"

	"backstreet/geo"
	"backstreet/importer"
	"backstreet/rectify"
)

var wallKind = rectify.Kind{Key: rectify.KindPaintedWall, GeometryTypes: []string{"MultiLineString"}, QuantityRule: rectify.QuantityLength}

// A park of two ways with a pond in it, an open way, a street that bends back, a place, a rack; a way cut at the edge.
const osmXML = `<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6"><bounds minlat="33" minlon="114" maxlat="34" maxlon="115"/>
<node id="1" lat="33.50" lon="114.00"/><node id="2" lat="33.50" lon="114.10"/><node id="3" lat="33.60" lon="114.10"/><node id="4" lat="33.60" lon="114.00"/>
<node id="5" lat="33.54" lon="114.04"/><node id="6" lat="33.54" lon="114.06"/><node id="7" lat="33.56" lon="114.05"/>
<node id="8" lat="33.51" lon="114.01"><tag k="amenity" v="bicycle_parking"/><tag k="capacity" v="12"/></node>
<node id="9" lat="33.52" lon="114.02"><tag k="place" v="suburb"/><tag k="name:en" v="Old Street"/></node>
<node id="10" lat="33.53" lon="114.03"><tag k="highway" v="bus_stop"/></node>
<way id="20"><nd ref="1"/><nd ref="2"/><nd ref="3"/></way>
<way id="21"><nd ref="1"/><nd ref="4"/><nd ref="3"/></way>
<way id="22"><nd ref="5"/><nd ref="6"/><nd ref="7"/><nd ref="5"/><tag k="natural" v="water"/><tag k="name" v="池塘"/></way>
<way id="23"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="1"/><tag k="highway" v="residential"/><tag k="name" v="环路"/></way>
<way id="24"><nd ref="1"/><nd ref="99"/><tag k="highway" v="service"/></way>
<way id="25"><nd ref="5"/><nd ref="6"/><nd ref="7"/><nd ref="5"/><tag k="barrier" v="wall"/></way>
<relation id="30"><member type="way" ref="20" role="outer"/><member type="way" ref="22" role="inner"/><member type="way" ref="21" role="outer"/>
<tag k="type" v="multipolygon"/><tag k="leisure" v="park"/><tag k="name" v="人民公园"/></relation>
<relation id="31"><member type="way" ref="20" role="outer"/><tag k="type" v="multipolygon"/><tag k="landuse" v="residential"/></relation>
<relation id="32"><member type="way" ref="777" role="outer"/><tag k="type" v="multipolygon"/><tag k="landuse" v="forest"/></relation>
</osm>`

func TestOSMContext(t *testing.T) {
	t.Parallel()
	sink, report := take(t, importer.Options{File: write(t, "city.osm", osmXML), Kind: importer.ContextKind})
	type taken struct {
		Ref, Name string
		Class     any
		Rank      any
		Shape     string
	}
	var got []taken
	for _, s := range sink.staged {
		got = append(got, taken{s.Ref, s.Name, s.Attributes["class"], s.Attributes["rank"], s.Geom.GeoJSONType()})
	}
	want := []taken{
		{"node/9", "Old Street", "place", int64(3), "Point"},
		{"way/22", "池塘", "water", nil, "MultiPolygon"},
		{"way/23", "环路", "road", int64(4), "MultiLineString"},
		{"relation/30", "人民公园", "green", nil, "MultiPolygon"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if n := codes(report)[importer.CodeBadCoordinate]; n != 3 || report.Quarantined != 3 {
		t.Errorf("%d cut at the edge, want way/24, relation/31 and relation/32: %+v", n, report.Records)
	}
	park := sink.staged[3].Geom.(geo.MultiPolygon)
	if len(park) != 1 || len(park[0]) != 2 || len(park[0][0]) != 5 || len(park[0][1]) != 4 {
		t.Errorf("the park is %v", park)
	}
	if report.CRS != "EPSG:4326" {
		t.Errorf("CRS %s", report.CRS)
	}
}

func TestOSMProgressIsOfBytes(t *testing.T) {
	t.Parallel()
	var last, of int64
	progress := func(done, total int64) {
		if done < last {
			t.Errorf("from %d back to %d", last, done)
		}
		last, of = done, total
	}
	file := write(t, "city.osm", osmXML)
	if _, err := importer.Import(t.Context(), importer.Options{File: file, Kind: importer.ContextKind}, &recordingSink{}, progress); err != nil {
		t.Fatal(err)
	}
	if last != of || of != int64(2*len(osmXML)) {
		t.Errorf("%d of %d done", last, of)
	}
}

func TestOSMKinds(t *testing.T) {
	t.Parallel()
	file := write(t, "city.osm", osmXML)
	t.Run("racks are berths", func(t *testing.T) {
		t.Parallel()
		sink, report := take(t, importer.Options{File: file, Kind: berthKind})
		if report.Read != 1 || sink.capacity() != 12 || sink.staged[0].Attributes["berth_class"] != "non_motor" {
			t.Errorf("%+v %+v", report, sink.staged)
		}
	})
	t.Run("a closed wall is a line where the kind has lines", func(t *testing.T) {
		t.Parallel()
		sink, _ := take(t, importer.Options{File: file, Kind: wallKind})
		if len(sink.staged) != 1 || sink.staged[0].Ref != "way/25" {
			t.Errorf("%+v", sink.staged)
		}
	})
	t.Run("another kind takes what can be drawn as it is", func(t *testing.T) {
		t.Parallel()
		bins := rectify.Kind{Key: "bin", GeometryTypes: []string{"Point"}, QuantityRule: rectify.QuantityEach}
		if _, report := take(t, importer.Options{File: file, Kind: bins}); report.New != 3 {
			t.Errorf("%+v", report)
		}
	})
	t.Run("nothing of the kind is said", func(t *testing.T) {
		t.Parallel()
		_ = refused(t, importer.Options{File: file, Kind: importer.AreaKind}, importer.RefusedEmpty)
	})
}

func TestOSMBroken(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"cut.osm": osmXML[:900], "cut2.osm": osmXML[:len(osmXML)-8], "word.osm": "osm", "text.pbf": osmXML,
		"node.osm": `<osm><node id="x" lat="1" lon="2"><tag k="place" v="city"/></node></osm>`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_ = refused(t, importer.Options{File: write(t, name, content), Kind: importer.ContextKind}, importer.RefusedBroken)
		})
	}
	t.Run("a PBF cut off anywhere", func(t *testing.T) {
		t.Parallel()
		content, err := os.ReadFile(public(t, "osm/gdal_test.osm.pbf"))
		if err != nil {
			t.Fatal(err)
		}
		whole := 0
		for cut := range content {
			if importer.ReadOSM(content[:cut], func(osm.Object) {}) == nil {
				whole++
			}
		}
		if whole > 2 { // after the header and between two blocks it may end
			t.Errorf("%d of %d beginnings pass for a file", whole, len(content))
		}
	})
}

// What unfolds to far more than it is gets refused, whatever it claims to be.
func TestPBFBomb(t *testing.T) {
	t.Parallel()
	refs := bytes.Repeat([]byte{2}, 3_000_000)
	way := protowire.AppendBytes(protowire.AppendTag(nil, 8, protowire.BytesType), refs)
	group := protowire.AppendBytes(protowire.AppendTag(nil, 3, protowire.BytesType), way)
	block := protowire.AppendBytes(protowire.AppendTag(nil, 2, protowire.BytesType), group)
	_, err := importer.DecodePBFBlock(block)
	wantRefusal(t, err, importer.RefusedBroken)
}

// Both ways of writing the same data are read alike, to the object.
func TestOSMFormatsAgree(t *testing.T) {
	t.Parallel()
	var counts [2]map[string]int
	var tags [2]map[string]osm.Tags
	for i, name := range []string{"osm/gdal_test.osm", "osm/gdal_test.osm.pbf"} {
		content, err := os.ReadFile(public(t, name))
		if err != nil {
			t.Fatal(err)
		}
		counts[i], tags[i] = map[string]int{}, map[string]osm.Tags{}
		err = importer.ReadOSM(content, func(object osm.Object) {
			id := object.ObjectID()
			counts[i][string(id.Type())]++
			if tagged, ok := object.(osm.Element); ok && len(tagged.TagMap()) > 0 {
				key := fmt.Sprintf("%s/%d", id.Type(), id.Ref())
				for k, v := range tagged.TagMap() {
					tags[i][key] = append(tags[i][key], osm.Tag{Key: k, Value: v})
				}
				tags[i][key].SortByKeyValue()
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(counts[0], counts[1]); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(tags[0], tags[1]); diff != "" {
		t.Error(diff)
	}
}

func TestOSMCounts(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(filepath.Join(filepath.Dir(public(t, "osm")), "..", "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var expected struct {
		OSM map[string]struct {
			Nodes, Ways, Relations int
			BicycleParking         int `json:"bicycle_parking"`
			BarrierWall            int `json:"barrier_wall"`
		}
	}
	if err := json.Unmarshal(content, &expected); err != nil {
		t.Fatal(err)
	}
	for name, want := range expected.OSM {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			content, err := os.ReadFile(public(t, name[len("public/"):]))
			if err != nil {
				t.Fatal(err)
			}
			got := want
			got.Nodes, got.Ways, got.Relations, got.BicycleParking, got.BarrierWall = 0, 0, 0, 0, 0
			err = importer.ReadOSM(content, func(object osm.Object) {
				tags := object.(osm.Element).TagMap()
				if tags["amenity"] == "bicycle_parking" {
					got.BicycleParking++
				}
				if tags["barrier"] == "wall" {
					got.BarrierWall++
				}
				switch object.(type) {
				case *osm.Node:
					got.Nodes++
				case *osm.Way:
					got.Ways++
				case *osm.Relation:
					got.Relations++
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzOSMPBF(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x02\x0a\x00"))
	way := protowire.AppendBytes(protowire.AppendTag(nil, 8, protowire.BytesType), []byte{2, 4, 1})
	group := protowire.AppendBytes(protowire.AppendTag(nil, 3, protowire.BytesType), way)
	f.Add(protowire.AppendBytes(protowire.AppendTag(nil, 2, protowire.BytesType), group))
	const small = "../../shared/data/public/osm/gdal_test.osm.pbf"
	if blocks, err := importer.PBFBlocks(small); err == nil {
		for _, block := range blocks {
			f.Add(block)
		}
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		objects, err := importer.DecodePBFBlock(content)
		if err == nil && len(objects) > len(content) {
			t.Fatalf("%d objects in %d bytes", len(objects), len(content))
		}
		var refusal *importer.Refusal
		if err := importer.ReadOSM(append([]byte("\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x02\x0a\x00"), content...), func(osm.Object) {}); err != nil && !errors.As(err, &refusal) {
			t.Fatalf("neither read nor refused: %v", err)
		}
	})
}

func FuzzOSMXML(f *testing.F) {
	f.Add([]byte(osmXML))
	f.Add([]byte(`<!DOCTYPE a [<!ENTITY b "c">]><osm>&b;</osm>`))
	f.Add([]byte(`<osm><way id="1"><nd ref="1"/></way><relation><member type="x"/></relation></osm>`))
	f.Fuzz(func(t *testing.T, content []byte) {
		var refusal *importer.Refusal
		if err := importer.ReadOSM(content, func(osm.Object) {}); err != nil && !errors.As(err, &refusal) {
			t.Fatalf("neither read nor refused: %v", err)
		}
		file := write(t, "a.osm", string(content))
		if _, err := importer.Import(t.Context(), importer.Options{File: file, Kind: importer.ContextKind}, &recordingSink{}, nil); err != nil && !errors.As(err, &refusal) {
			t.Fatalf("neither imported nor refused: %v", err)
		}
	})
}
