-- +goose Up
-- +goose StatementBegin
-- Brings a staged geometry to where and how it is stored: EPSG:4326, 2D, valid, of one of the types (NULL: any).
-- code says what was amiss: repaired goes on, anything else is quarantined. CGCS2000 (4490) is WGS 84 here.
CREATE FUNCTION import_place(g geometry, srid int, types text[],
    OUT placed geometry, OUT code text, OUT reason text, OUT value text)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    before double precision;
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
            before := feature_measure(placed);
            placed := ST_CollectionExtract(ST_MakeValid(placed), dimension + 1);
            IF dimension = 2 THEN
                placed := ST_ForcePolygonCCW(placed);
            END IF;
            reason := reason || CASE dimension
                WHEN 2 THEN format('; area %s → %s m²', round(before::numeric, 1), round(feature_measure(placed)::numeric, 1))
                WHEN 1 THEN format('; length %s → %s m', round(before::numeric, 1), round(feature_measure(placed)::numeric, 1))
                ELSE '' END;
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

-- +goose StatementBegin
-- Whether two geometries are the same place: point by point within 2e-9 degrees (0.2 mm, what a file with nine
-- decimals cannot tell apart), or the same shape drawn in another order.
CREATE FUNCTION same_place(a geometry, b geometry) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    IF ST_AsBinary(a) = ST_AsBinary(b) THEN
        RETURN true;
    END IF;
    IF ST_GeometryType(a) = ST_GeometryType(b) AND ST_NPoints(a) = ST_NPoints(b) AND NOT EXISTS (
        SELECT FROM ST_DumpPoints(a) p LEFT JOIN ST_DumpPoints(b) q USING (path)
        WHERE q.geom IS NULL OR abs(ST_X(p.geom) - ST_X(q.geom)) > 2e-9 OR abs(ST_Y(p.geom) - ST_Y(q.geom)) > 2e-9) THEN
        RETURN true;
    END IF;
    RETURN a && b AND ST_Equals(a, b);
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
-- 1 for the whole, rising towards the smallest areas.
CREATE FUNCTION level_rank(level text) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT array_position(ARRAY ['district', 'street', 'community', 'grid'], level) $$;
-- +goose StatementEnd
