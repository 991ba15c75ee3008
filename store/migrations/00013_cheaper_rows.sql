-- +goose Up
-- What is asked of every feature that is written costs less; the answers are the same. Functions with a body of SQL are
-- bound to PostGIS here and not when they are called: they need no search_path, which is costly to change and keeps a
-- function from being computed in place.

-- +goose StatementBegin
-- The deepest area that contains the geometry's representative point; none is NULL. The deepest is asked first, since
-- a grid has a hundredth of its district's corners; OFFSET 0 keeps the planner from asking them all.
CREATE OR REPLACE FUNCTION area_of(g geometry) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT c.id FROM (
        SELECT a.id, a.geom FROM area a WHERE a.geom && (SELECT ST_PointOnSurface(g))
        ORDER BY nlevel(a.path) DESC, a.id OFFSET 0) c
    WHERE ST_Covers(c.geom, ST_PointOnSurface(g))
    LIMIT 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
-- Metres of a line, square metres of an area, 0 of a point; geodesic on WGS 84.
CREATE OR REPLACE FUNCTION feature_measure(g geometry) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE ST_Dimension(g)
    WHEN 1 THEN ST_Length(g::geography, true)
    WHEN 2 THEN ST_Area(g::geography, true)
    ELSE 0 END;
-- +goose StatementEnd

-- An event that says the transaction which writes it needs no telling.
DROP TRIGGER event_before ON event;
CREATE TRIGGER event_before BEFORE INSERT ON event FOR EACH ROW
    WHEN (NEW.txid IS DISTINCT FROM pg_current_xact_id()) EXECUTE FUNCTION event_before();
SELECT keep_guards();
