-- +goose Up
-- What the file's coordinates were in before they became EPSG:4326: EPSG:4547, GCJ02, a fit to control points. Empty
-- for what was drawn here. Whoever moves a feature by hand draws it here.
ALTER TABLE feature ADD COLUMN source_crs text NOT NULL DEFAULT '';
COMMENT ON COLUMN feature.source_crs IS 'CRS of the file that geom came in; empty when it was drawn here. geom itself is always EPSG:4326';

-- +goose StatementBegin
-- As before, and source_crs; a feature of another kind must be drawn as that; and no more of the kind is read
-- than is needed.
CREATE OR REPLACE FUNCTION feature_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    types text[];
    rule text;
    moved boolean := TG_OP = 'INSERT' OR NEW.geom IS DISTINCT FROM OLD.geom OR NEW.kind IS DISTINCT FROM OLD.kind;
BEGIN
    SELECT geometry_types, quantity_rule INTO types, rule FROM kind WHERE key = NEW.kind;
    IF moved THEN
        IF ST_IsEmpty(NEW.geom) OR NOT ST_IsValid(NEW.geom) THEN
            RAISE EXCEPTION 'geometry is not valid: %', coalesce(ST_IsValidReason(NEW.geom), 'empty')
                USING ERRCODE = 'check_violation', CONSTRAINT = 'feature_geom_valid';
        END IF;
        NEW.geom := ST_Force2D(NEW.geom);
        IF NOT substr(ST_GeometryType(NEW.geom), 4) = ANY (types) THEN
            NEW.geom := ST_Multi(NEW.geom);
            IF NOT substr(ST_GeometryType(NEW.geom), 4) = ANY (types) THEN
                RAISE EXCEPTION 'a % is drawn as %, not as %', NEW.kind, array_to_string(types, ' or '),
                    substr(ST_GeometryType(NEW.geom), 4)
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'feature_geom_type';
            END IF;
        END IF;
        NEW.measure := feature_measure(NEW.geom);
    END IF;
    IF moved OR NEW.area_id IS DISTINCT FROM OLD.area_id THEN
        NEW.area_id := area_of(NEW.geom);
    END IF;
    IF TG_OP = 'UPDATE' THEN
        NEW.id := OLD.id;
        NEW.uid := OLD.uid;
        NEW.measure := CASE WHEN moved THEN NEW.measure ELSE OLD.measure END;
        NEW.version := OLD.version + 1;
        NEW.created_at := OLD.created_at;
        IF NEW.geom IS DISTINCT FROM OLD.geom AND coalesce(current_setting('backstreet.import', true), '') <> 'on' THEN
            NEW.source_crs := '';
        END IF;
    ELSE
        NEW.version := 1;
    END IF;
    NEW.quantity := feature_quantity(rule, NEW.measure, NEW.attributes);
    NEW.updated_at := now();
    RETURN NEW;
END $$;
-- +goose StatementEnd

DROP FUNCTION import_place(geometry, int, text[]);
-- +goose StatementBegin
-- As before, and value tells what a repair changed, was the measure before it.
-- Brings a staged geometry to where and how it is stored: EPSG:4326, 2D, valid, of one of the types (NULL: any).
-- code says what was amiss: repaired goes on, anything else is quarantined. CGCS2000 (4490) is WGS 84 here.
CREATE FUNCTION import_place(g geometry, srid int, types text[],
    OUT placed geometry, OUT code text, OUT reason text, OUT value text, OUT was double precision)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    dimension int := ST_Dimension(g);
BEGIN
    BEGIN
        placed := ST_Force2D(ST_SetSRID(g, CASE WHEN srid = 4490 THEN 4326 ELSE srid END));
        IF ST_SRID(placed) <> 4326 THEN
            placed := ST_Transform(placed, 4326);
        END IF;
        IF NOT (ST_XMin(placed) >= -180 AND ST_XMax(placed) <= 180 AND ST_YMin(placed) >= -90 AND ST_YMax(placed) <= 90) THEN
            code := 'out_of_range';
            reason := 'the coordinates are no longitude and latitude';
        END IF;
    EXCEPTION WHEN OTHERS THEN
        code := 'out_of_range';
        reason := format('EPSG:%s has no such place: %s', srid, SQLERRM);
    END;
    IF code IS NOT NULL THEN
        SELECT format('%s %s', ST_X(p.geom), ST_Y(p.geom)) INTO value FROM ST_DumpPoints(g) p LIMIT 1;
        RETURN;
    END IF;
    BEGIN
        IF NOT ST_IsValid(placed) THEN
            code := 'repaired';
            reason := ST_IsValidReason(placed);
            was := feature_measure(placed);
            placed := ST_CollectionExtract(ST_MakeValid(placed), dimension + 1);
            IF dimension = 2 THEN
                placed := ST_ForcePolygonCCW(placed);
            END IF;
            reason := reason || CASE dimension
                WHEN 2 THEN format('; area %s → %s m²', round(was::numeric, 1), round(feature_measure(placed)::numeric, 1))
                WHEN 1 THEN format('; length %s → %s m', round(was::numeric, 1), round(feature_measure(placed)::numeric, 1))
                ELSE '' END;
            value := CASE dimension WHEN 2 THEN to_char(feature_measure(placed) - was, 'FMSG999999999990.0') || ' m²'
                WHEN 1 THEN to_char(feature_measure(placed) - was, 'FMSG999999999990.0') || ' m' ELSE '' END;
        END IF;
        IF types IS NOT NULL AND NOT replace(ST_GeometryType(placed), 'ST_', '') = ANY (types) THEN
            placed := ST_Multi(placed);
        END IF;
    EXCEPTION WHEN OTHERS THEN
        code := 'invalid_geometry';
        reason := coalesce(reason || '; ', '') || SQLERRM;
        RETURN;
    END;
    IF ST_IsEmpty(placed) THEN
        code := 'invalid_geometry';
        reason := coalesce(reason, 'it is empty') || '; nothing is left of it after the repair';
    ELSIF types IS NOT NULL AND NOT replace(ST_GeometryType(placed), 'ST_', '') = ANY (types) THEN
        code := 'invalid_geometry';
        reason := format('it is a %s, not a %s', replace(ST_GeometryType(placed), 'ST_', ''), array_to_string(types, ' or a '));
    END IF;
END $$;
-- +goose StatementEnd
