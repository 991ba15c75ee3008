package store

import (
	"context"
	"database/sql/driver"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"backstreet/geo"
)

// registerGeometry teaches a connection to carry geo.Geometry in PostGIS's geometry columns as
// EWKB with SRID 4326. Before the first migration there is no such type, and nothing to teach.
func registerGeometry(ctx context.Context, conn *pgx.Conn) error {
	var oid *uint32
	if err := conn.QueryRow(ctx, `SELECT to_regtype('geometry')::oid`).Scan(&oid); err != nil {
		return fmt.Errorf("look up the geometry type: %w", err)
	}
	if oid != nil {
		conn.TypeMap().RegisterType(&pgtype.Type{Name: "geometry", OID: *oid, Codec: geometryCodec{}})
	}
	return nil
}

// geometryCodec is binary only: PostGIS sends and receives EWKB as it is.
type geometryCodec struct{}

func (geometryCodec) FormatSupported(format int16) bool { return format == pgtype.BinaryFormatCode }
func (geometryCodec) PreferredFormat() int16            { return pgtype.BinaryFormatCode }

func (geometryCodec) PlanEncode(_ *pgtype.Map, _ uint32, format int16, value any) pgtype.EncodePlan {
	if _, ok := value.(geo.Geometry); !ok || format != pgtype.BinaryFormatCode {
		return nil
	}
	return encodeGeometry{}
}

type encodeGeometry struct{}

func (encodeGeometry) Encode(value any, buf []byte) ([]byte, error) {
	ewkb, err := geo.MarshalEWKB(value.(geo.Geometry))
	if err != nil {
		return nil, err
	}
	return append(buf, ewkb...), nil
}

func (geometryCodec) PlanScan(_ *pgtype.Map, _ uint32, format int16, target any) pgtype.ScanPlan {
	if format != pgtype.BinaryFormatCode {
		return nil
	}
	switch target.(type) {
	case *geo.Geometry:
		return scanGeometry{}
	case *geo.MultiPolygon:
		return scanMultiPolygon{}
	}
	return nil
}

type scanGeometry struct{}

func (scanGeometry) Scan(src []byte, target any) error {
	into := target.(*geo.Geometry)
	if src == nil {
		*into = nil
		return nil
	}
	geometry, err := geo.UnmarshalEWKB(src)
	if err != nil {
		return err
	}
	*into = geometry
	return nil
}

type scanMultiPolygon struct{}

func (scanMultiPolygon) Scan(src []byte, target any) error {
	var geometry geo.Geometry
	if err := (scanGeometry{}).Scan(src, &geometry); err != nil {
		return err
	}
	polygons, ok := geometry.(geo.MultiPolygon)
	if !ok && geometry != nil {
		return fmt.Errorf("a %s stands where a MultiPolygon should", geometry.GeoJSONType())
	}
	*target.(*geo.MultiPolygon) = polygons
	return nil
}

func (geometryCodec) DecodeDatabaseSQLValue(*pgtype.Map, uint32, int16, []byte) (driver.Value, error) {
	return nil, fmt.Errorf("geometry is read by pgx only, not through database/sql")
}

func (geometryCodec) DecodeValue(_ *pgtype.Map, _ uint32, _ int16, src []byte) (any, error) {
	var geometry geo.Geometry
	err := (scanGeometry{}).Scan(src, &geometry)
	return geometry, err
}
