package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"backstreet/geo"
	"backstreet/rectify"
)

// Export reads what the query means, kind by kind and by id, into the sink: as it is at one moment, one
// feature in memory at a time. progress is told how many of the features looked at are done; it may be nil.
// An error of the sink ends it. It lasts as long as the sink takes, so no statement timeout holds.
func (s *Store) Export(
	ctx context.Context, query rectify.ExportQuery, sink rectify.ExportSink, progress func(done, total int64),
) (tally rectify.ExportTally, err error) {
	err = s.inSnapshot(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SET LOCAL statement_timeout = 0`); err != nil {
			return err
		}
		e := exporting{tx: tx, query: query, sink: sink, progress: progress}
		if err := e.prepare(ctx); err != nil {
			return err
		}
		tally, err = e.run(ctx)
		return err
	})
	if err != nil {
		return tally, fmt.Errorf("export: %w", err)
	}
	return tally, nil
}

// exporting is one export under way.
type exporting struct {
	tx       pgx.Tx
	query    rectify.ExportQuery
	sink     rectify.ExportSink
	progress func(done, total int64)

	actor  *rectify.Person // nil at the command line
	kinds  []rectify.Kind  // those the filter names, or all
	places map[rectify.AreaID]exportPlace
	units  map[rectify.UnitID]string

	done, total int64
	tally       rectify.ExportTally
}

// exportPlace is an area as an export needs it: no boundary.
type exportPlace struct {
	name    string
	lineage []rectify.AreaID
}

func (e *exporting) prepare(ctx context.Context) (err error) {
	if e.query.ActorID != 0 {
		rows, _ := e.tx.Query(ctx, `SELECT `+personColumns+` FROM person p WHERE p.id = $1`, e.query.ActorID)
		actor, err := pgx.CollectExactlyOneRow(rows, scanPerson)
		if err != nil {
			return fmt.Errorf("person %d: %w", e.query.ActorID, err)
		}
		e.actor = &actor
		if !rectify.Can(actor, rectify.ExportRun) {
			return fmt.Errorf("person %d may not export: %w", actor.ID, rectify.ErrForbidden)
		}
	}
	if err := e.checkSRID(ctx); err != nil {
		return err
	}
	if e.kinds, err = exportedKinds(ctx, e.tx, e.query.Filter.Kinds); err != nil {
		return err
	}
	if e.places, err = exportPlaces(ctx, e.tx); err != nil {
		return err
	}
	e.units = map[rectify.UnitID]string{}
	all, err := units(ctx, e.tx)
	for _, unit := range all {
		e.units[unit.ID] = unit.Name
	}
	return err
}

func (e *exporting) checkSRID(ctx context.Context) error {
	var known bool
	err := e.tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM spatial_ref_sys WHERE srid = $1)`, e.query.SRID).Scan(&known)
	if err == nil && !known {
		return &rectify.Invalid{Field: "crs", Rule: "crs", Message: fmt.Sprintf("EPSG:%d is not known here; choose another", e.query.SRID)}
	}
	return err
}

// exportedKinds gives the kinds in the order of legends: those with the keys, or all when there are none.
func exportedKinds(ctx context.Context, tx pgx.Tx, keys []rectify.KindKey) ([]rectify.Kind, error) {
	all, err := kinds(ctx, tx)
	if err != nil || len(keys) == 0 {
		return all, err
	}
	byKey := map[rectify.KindKey]bool{}
	for _, key := range keys {
		byKey[key] = true
	}
	var asked []rectify.Kind
	for _, kind := range all {
		if byKey[kind.Key] {
			asked = append(asked, kind)
		}
	}
	if len(asked) < len(byKey) {
		return nil, &rectify.Invalid{Field: "kind", Rule: "kind", Message: fmt.Sprintf("there is no such kind among %v", keys)}
	}
	return asked, nil
}

// exportPlaces says where the features of each area are counted. What lies in no area (0) is counted in the
// district, where there is just one; live's area tree does the same.
func exportPlaces(ctx context.Context, tx pgx.Tx) (map[rectify.AreaID]exportPlace, error) {
	rows, _ := tx.Query(ctx, `SELECT id, coalesce(parent_id, 0), name, path::text FROM area`)
	places, roots := map[rectify.AreaID]exportPlace{}, []rectify.AreaID{}
	var id, parent rectify.AreaID
	var name, path string
	_, err := pgx.ForEachRow(rows, []any{&id, &parent, &name, &path}, func() error {
		if parent == 0 {
			roots = append(roots, id)
		}
		place := exportPlace{name: name}
		for _, step := range strings.Split(path, ".") {
			above, err := strconv.ParseInt(step, 10, 64)
			if err != nil {
				return fmt.Errorf("path of area %d: %w", id, err)
			}
			place.lineage = append(place.lineage, rectify.AreaID(above))
		}
		places[id] = place
		return nil
	})
	if len(roots) == 1 {
		places[0] = exportPlace{lineage: roots}
	}
	return places, err
}

// exportConditions narrows what is read; Filter.Match decides. $1 is the filter's statuses, $2 its ids, $3 to $6 its bound.
const exportConditions = `
	f.kind = $7 AND ($1::text[] IS NULL AND f.status <> 'void' OR f.status = ANY ($1)) AND ($2::bigint[] IS NULL OR f.id = ANY ($2))
	AND ($3::float8 IS NULL OR f.geom && ST_MakeEnvelope($3, $4, $5, $6, 4326))`

func (e *exporting) conditions(kind rectify.KindKey) []any {
	filter := e.query.Filter
	arguments := []any{nil, nil, nil, nil, nil, nil, kind}
	if len(filter.Statuses) > 0 {
		arguments[0] = filter.Statuses
	}
	if filter.IDs != nil {
		arguments[1] = filter.IDs
	}
	if bound, bounded := filter.Within(); bounded {
		arguments[2], arguments[3], arguments[4], arguments[5] = bound.Min[0], bound.Min[1], bound.Max[0], bound.Max[1]
	}
	return arguments
}

func (e *exporting) run(ctx context.Context) (rectify.ExportTally, error) {
	for _, kind := range e.kinds {
		var count int64
		if err := e.tx.QueryRow(ctx, `SELECT count(*) FROM feature f WHERE `+exportConditions, e.conditions(kind.Key)...).Scan(&count); err != nil {
			return e.tally, err
		}
		e.total += count
	}
	for _, kind := range e.kinds {
		if err := e.layer(ctx, kind); err != nil {
			return e.tally, fmt.Errorf("kind %s: %w", kind.Key, err)
		}
	}
	return e.tally, nil
}

// layer reads one kind. The sink hears of the kind with its first feature.
func (e *exporting) layer(ctx context.Context, kind rectify.Kind) error {
	begun := false
	rows, err := e.tx.Query(ctx, `
		SELECT `+featureColumns+`, f.attributes::text, ST_AsBinary(ST_Transform(f.geom, $8::int))
		FROM feature f WHERE `+exportConditions+` ORDER BY f.id`, append(e.conditions(kind.Key), e.query.SRID)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if e.done++; e.progress != nil {
			e.progress(e.done, e.total)
		}
		exported, meant, err := e.scan(rows)
		if err != nil {
			return err
		}
		if !meant {
			continue
		}
		if !begun {
			if err := e.sink.Layer(kind); err != nil {
				return err
			}
			begun = true
		}
		if err := e.sink.Add(exported); err != nil {
			return err
		}
		e.tally.Rows++
	}
	return rows.Err()
}

// scan reads a row; meant is false for what the filter does not mean or the actor may not have.
func (e *exporting) scan(rows pgx.Rows) (exported *rectify.Exported, meant bool, err error) {
	var attributes, place []byte
	feature, err := scanFeatureAnd(rows, &attributes, &place)
	if err != nil {
		return nil, false, err
	}
	area, known := e.places[feature.AreaID]
	if !known {
		area = e.places[0]
	}
	if !e.query.Filter.Match(feature, geo.BoundOf(feature.Geom), area.lineage, e.query.Today) {
		return nil, false, nil
	}
	if e.actor != nil && !rectify.CanExport(*e.actor, feature, area.lineage) {
		e.tally.LeftOut++
		return nil, false, nil
	}
	exported = &rectify.Exported{
		Feature: feature, AreaName: area.name, UnitName: e.units[feature.UnitID], Light: rectify.LightOf(feature, e.query.Today).Colour,
	}
	if exported.Place, err = geo.UnmarshalEWKB(place); err != nil {
		return nil, false, fmt.Errorf("feature %d in EPSG:%d: %w", feature.ID, e.query.SRID, err)
	}
	decoder := json.NewDecoder(bytes.NewReader(attributes))
	decoder.UseNumber()
	exported.Attributes = nil
	return exported, true, decoder.Decode(&exported.Attributes)
}
