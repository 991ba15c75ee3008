package store_test

import (
	"fmt"
	"testing"

	"backstreet/geo"
	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

func box(west, south, east, north float64) geo.MultiPolygon {
	return geo.MultiPolygon{{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}}}
}

func area(row int, level rectify.AreaLevel, code, parent, name string, geom geo.MultiPolygon) rectify.Staged {
	attributes := map[string]any{"level": string(level)}
	if parent != "" {
		attributes["parent"] = parent
	}
	return rectify.Staged{Row: row, Ref: code, Key: code, Name: name, Attributes: attributes, Geom: geom, SRID: 4326}
}

var areaFile = rectify.Incoming{Kind: rectify.ImportAreas, Source: "areas", File: "areas.geojson"}

// tree is out of order on purpose: children stand before their parents.
func tree() []rectify.Staged {
	return []rectify.Staged{
		area(1, rectify.LevelCommunity, "C1", "", "Mill Lane", box(114.0, 33.5, 114.02, 33.52)),
		area(2, rectify.LevelStreet, "S1", "D", "River Street", box(114.0, 33.5, 114.05, 33.55)),
		area(3, rectify.LevelDistrict, "D", "", "District", box(113.9, 33.4, 114.1, 33.6)),
	}
}

func TestImportAreas(t *testing.T) {
	t.Parallel()

	t.Run("the tree is built from codes and from where an area lies", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, store.Options{})
		wantNumbers(t, mustStage(t, db, areaFile, tree(), rectify.FinishOptions{}), rectify.ImportResult{New: 3})
		got := query[string](t, db, `
			SELECT string_agg(a.code || ' in ' || coalesce(p.code, '-'), ', ' ORDER BY a.code) FROM area a LEFT JOIN area p ON p.id = a.parent_id`)
		if want := "C1 in S1, D in -, S1 in D"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})

	t.Run("the same file again changes nothing", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, store.Options{})
		mustStage(t, db, areaFile, tree(), rectify.FinishOptions{})
		before := fingerprint(t, db)
		wantNumbers(t, mustStage(t, db, areaFile, tree(), rectify.FinishOptions{}), rectify.ImportResult{Unchanged: 3})
		if after := fingerprint(t, db); after != before {
			t.Errorf("got  %s\nwant %s", after, before)
		}
	})

	t.Run("features follow a redrawn area", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, store.Options{})
		mustStage(t, db, areaFile, tree(), rectify.FinishOptions{})
		mustStage(t, db, berthFile, []rectify.Staged{berth(1)}, rectify.FinishOptions{}) // 114.011, 33.57
		where := `SELECT a.code FROM feature f JOIN area a ON a.id = f.area_id`
		if code := query[string](t, db, where); code != "D" {
			t.Fatalf("the berth lies in %s, want D", code)
		}
		records := tree()[1:]
		records[0].Geom = box(114.0, 33.5, 114.05, 33.58)
		wantNumbers(t, mustStage(t, db, areaFile, records, rectify.FinishOptions{}), rectify.ImportResult{Changed: 1, Unchanged: 1})
		if code := query[string](t, db, where); code != "S1" {
			t.Errorf("the berth lies in %s, want S1", code)
		}
	})

	t.Run("an area without a place in the tree is quarantined", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, store.Options{})
		records := append(tree(),
			area(4, rectify.LevelStreet, "S2", "X", "Nowhere", box(114.05, 33.5, 114.06, 33.55)),
			area(5, rectify.LevelGrid, "G1", "", "Outside", box(10, 50, 10.1, 50.1)),
			area(6, "county", "K", "", "County", box(114.05, 33.5, 114.06, 33.55)),
			area(7, rectify.LevelStreet, "S1", "D", "Again", box(114.0, 33.5, 114.05, 33.55)))
		result := mustStage(t, db, areaFile, records, rectify.FinishOptions{})
		wantNumbers(t, result, rectify.ImportResult{New: 3})
		wantFates(t, result, "6 quarantined bad_attribute", "4 quarantined unknown_parent", "5 quarantined unknown_parent",
			"7 quarantined duplicate_ref")
	})
}

func TestImportAreasByTheirCodes(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	records := []rectify.Staged{
		area(1, rectify.LevelDistrict, "411102", "", "源汇区", box(113.9, 33.4, 114.1, 33.6)),
		area(2, rectify.LevelDistrict, "411103", "", "郾城区", box(113.9, 33.6, 114.1, 33.7)),
		area(3, rectify.LevelStreet, "411102001", "", "老街街道", box(113.9, 33.59, 114.1, 33.63)), // mostly beyond the edge
		area(4, rectify.LevelCommunity, "411102001001", "", "滨西社区", box(113.9, 33.61, 114.0, 33.63)),
	}
	wantNumbers(t, mustStage(t, db, areaFile, records, rectify.FinishOptions{}), rectify.ImportResult{New: 4})
	got := query[string](t, db, `
		SELECT string_agg(a.code || ' in ' || p.code, ', ' ORDER BY a.code) FROM area a JOIN area p ON p.id = a.parent_id`)
	if want := "411102001 in 411102, 411102001001 in 411102001"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestImportAreasNamesGapsAndOverlaps(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	records := []rectify.Staged{
		area(1, rectify.LevelDistrict, "D", "", "District", box(114.0, 33.5, 114.03, 33.51)),
		area(2, rectify.LevelStreet, "S1", "D", "West", box(114.0, 33.5, 114.0101, 33.51)),
		area(3, rectify.LevelStreet, "S2", "D", "Middle", box(114.01, 33.5, 114.02, 33.51)),
		area(4, rectify.LevelStreet, "S3", "D", "East", box(114.0203, 33.5, 114.03, 33.51)),
	}
	result := mustStage(t, db, areaFile, records, rectify.FinishOptions{})
	wantNumbers(t, result, rectify.ImportResult{New: 4})
	wantFates(t, result, "3 warned overlap", "0 warned gap")
	for i, want := range []string{"it shares ground with West S1", "ground at 114.02015 33.50500 is in no area; beside it: East, Middle"} {
		if got := result.Fates[i].Reason; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	for i, width := range []float64{0.0001, 0.0003} {
		want := fmt.Sprintf("%.1f m²", geo.AreaM2(box(114, 33.5, 114+width, 33.51)))
		if got := result.Fates[i].Value; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	wantFates(t, mustStage(t, db, areaFile, records, rectify.FinishOptions{}))

	records[1].Geom, records[3].Geom = box(114.0, 33.5, 114.01, 33.51), box(114.02, 33.5, 114.03, 33.51)
	wantFates(t, mustStage(t, db, areaFile, records, rectify.FinishOptions{}))
}

func TestImportContext(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	file := rectify.Incoming{Kind: rectify.ImportContext, Source: "osm", File: "roads.geojson"}
	road := func(row int, class string, lat float64) rectify.Staged {
		return rectify.Staged{
			Row: row, Key: class, Name: "Road", Attributes: map[string]any{"class": class},
			Geom: geo.MultiLineString{{{114, lat}, {114.1, lat}}}, SRID: 4326,
		}
	}
	records := []rectify.Staged{road(1, "road", 33.5), road(2, "road", 33.6), road(3, "water", 33.6), road(4, "sky", 33.6)}
	result := mustStage(t, db, file, records, rectify.FinishOptions{})
	wantNumbers(t, result, rectify.ImportResult{New: 3})
	wantFates(t, result, "4 quarantined bad_attribute")
	before := fingerprint(t, db)
	wantNumbers(t, mustStage(t, db, file, records, rectify.FinishOptions{}), rectify.ImportResult{Unchanged: 3})
	if after := fingerprint(t, db); after != before {
		t.Errorf("the same file again: got %s, want %s", after, before)
	}
	records[0].Name = "High Road"
	wantNumbers(t, mustStage(t, db, file, records[:2], rectify.FinishOptions{}), rectify.ImportResult{New: 1, Unchanged: 1, Gone: 2})
	other := file
	other.Source = "survey"
	wantNumbers(t, mustStage(t, db, other, records[:1], rectify.FinishOptions{}), rectify.ImportResult{New: 1})
	if n := query[int](t, db, `SELECT count(*) FROM context`); n != 3 {
		t.Errorf("%d features of the base map, want 3: a source replaces its own only", n)
	}
}
