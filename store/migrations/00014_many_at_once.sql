-- +goose Up
-- What an import brings enters many at a time: checked, measured and placed set by set instead of row by row, by the
-- same functions. Who may do that is the owner of the schema, for whom enter_features runs; everybody else's INSERT,
-- the service's too, meets the triggers as before.

-- Nothing asks for what these two found: the trend reads the whole history. Those of an import lie beside each other, which a
-- BRIN index can tell; it costs nothing when rows are written.
DROP INDEX event_trend;
DROP INDEX event_import;
CREATE INDEX event_import ON event USING brin (import_id) WITH (pages_per_range = 16);
DROP INDEX feature_import;
CREATE INDEX feature_import ON feature USING brin (import_id) WITH (pages_per_range = 16);

-- A row of the feed tells of ids that follow one another, as those of rows do which enter together.
ALTER TABLE change ADD COLUMN also int NOT NULL DEFAULT 0 CHECK (also >= 0); -- entity_id and as many after it
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        INSERT INTO change (entity, entity_id, also)
        SELECT TG_TABLE_NAME, min(id), count(*) - 1
        FROM (SELECT id, id - row_number() OVER (ORDER BY id) AS stretch FROM old_rows) o GROUP BY stretch ORDER BY 2;
    ELSE
        INSERT INTO change (entity, entity_id, also)
        SELECT TG_TABLE_NAME, min(id), count(*) - 1
        FROM (SELECT id, id - row_number() OVER (ORDER BY id) AS stretch FROM new_rows) n GROUP BY stretch ORDER BY 2;
    END IF;
    IF FOUND THEN
        PERFORM pg_notify('backstreet', '');
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd

-- The deepest area that covers a point, the deepest asked first: a grid has a hundredth of its district's corners.
-- OFFSET 0 keeps the planner from asking them all. It returns a set so that a query can take it in.
-- +goose StatementBegin
CREATE FUNCTION areas_at(p geometry) RETURNS SETOF bigint LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
BEGIN ATOMIC
    SELECT c.id FROM (
        SELECT a.id, a.geom FROM area a WHERE a.geom && p
        ORDER BY nlevel(a.path) DESC, a.id OFFSET 0) c
    WHERE ST_Covers(c.geom, p)
    LIMIT 1;
END;
-- +goose StatementEnd
-- The deepest area that covers the geometry's representative point; none is NULL.
CREATE OR REPLACE FUNCTION area_of(g geometry) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN (SELECT id FROM (SELECT ST_PointOnSurface(g) AS p OFFSET 0) at, LATERAL areas_at(at.p) AS id);

-- +goose StatementBegin
-- Enters features of one kind with their first events, and says how many. What the triggers of a single feature check
-- and set, it checks and sets for all of them, so that these let them pass. It must be given values, never the name of
-- a table: it runs as its owner, and a table of the caller's could do so too.
--
-- Of what a foreign key names, it locks the row and so needs no check of each; where its owner may say so (a
-- superuser), none is made.
CREATE FUNCTION enter_features(run bigint, of_kind text, of_source text, crs text, actor bigint, today date,
    uids uuid[], refs text[], names text[], geoms geometry[], statuses text[], attrs jsonb[], keys text[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
SET backstreet.entering = 'on' SET backstreet.service = 'on' AS $$
#variable_conflict use_column
DECLARE
    types text[];
    rule text;
    crew bigint; -- the actor's unit
    entered bigint;
    role text := current_setting('session_replication_role');
    super boolean := (SELECT rolsuper FROM pg_roles WHERE rolname = current_user);
BEGIN
    SELECT geometry_types, quantity_rule INTO types, rule FROM kind WHERE key = of_kind FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no kind %', of_kind USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'feature_kind_fkey';
    END IF;
    PERFORM FROM import_run WHERE id = run FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no import %', run USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'feature_import_id_fkey';
    END IF;
    IF actor IS NOT NULL THEN
        SELECT unit_id INTO STRICT crew FROM person WHERE id = actor FOR KEY SHARE;
        PERFORM FROM unit WHERE id = crew FOR KEY SHARE;
    END IF;
    PERFORM FROM area ORDER BY id FOR KEY SHARE;
    PERFORM FROM unnest(geoms) g WHERE ST_IsEmpty(g) OR NOT ST_IsValid(g);
    IF FOUND THEN
        RAISE EXCEPTION 'a geometry is empty or not valid' USING ERRCODE = 'check_violation', CONSTRAINT = 'feature_geom_valid';
    END IF;
    PERFORM FROM unnest(geoms) g WHERE NOT substr(ST_GeometryType(g), 4) = ANY (types);
    IF FOUND THEN
        RAISE EXCEPTION 'a % is drawn as %', of_kind, array_to_string(types, ' or ')
            USING ERRCODE = 'check_violation', CONSTRAINT = 'feature_geom_type';
    END IF;
    PERFORM FROM unnest(statuses) s WHERE s NOT IN ('unsurveyed', 'compliant', 'listed', 'void');
    IF FOUND THEN
        RAISE EXCEPTION 'no import brings such a status: fire an event instead'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'feature_status_told';
    END IF;
    IF super THEN
        PERFORM set_config('session_replication_role', 'replica', true); -- foreign keys rest; guards are always on
    END IF;
    WITH entering AS (
        SELECT u.*, feature_measure(u.geom) AS measure, ST_PointOnSurface(u.geom) AS at
        FROM unnest(uids, refs, names, geoms, statuses, attrs, keys)
            AS u (uid, ref, name, geom, status, attributes, source_key) OFFSET 0),
    made AS (
        INSERT INTO feature (uid, kind, ref, name, geom, area_id, status, listed_on, quantity, measure, attributes,
            source, source_key, source_crs, import_id)
        SELECT e.uid, of_kind, e.ref, e.name, e.geom, a.id, e.status, CASE e.status WHEN 'listed' THEN today END,
            feature_quantity(rule, e.measure, e.attributes), e.measure, e.attributes, of_source, e.source_key, crs, run
        FROM entering e LEFT JOIN LATERAL areas_at(e.at) AS a (id) ON true
        RETURNING id, status)
    INSERT INTO event (feature_id, event, to_status, cycle, actor_id, unit_id, import_id)
    SELECT id, 'import', status, 1, actor, crew, run FROM made;
    GET DIAGNOSTICS entered = ROW_COUNT;
    IF super THEN
        PERFORM set_config('session_replication_role', role, true);
    END IF;
    RETURN entered;
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION enter_features FROM PUBLIC;

-- The setting alone opens nothing: only the owner may TRUNCATE.
DROP TRIGGER feature_before ON feature;
CREATE TRIGGER feature_before BEFORE INSERT ON feature FOR EACH ROW
    WHEN (coalesce(current_setting('backstreet.entering', true), '') <> 'on' OR NOT has_table_privilege('feature'::regclass, 'TRUNCATE'))
    EXECUTE FUNCTION feature_before();
CREATE TRIGGER feature_before_update BEFORE UPDATE ON feature FOR EACH ROW EXECUTE FUNCTION feature_before();
DROP TRIGGER feature_entry_told ON feature;
CREATE CONSTRAINT TRIGGER feature_entry_told AFTER INSERT ON feature DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (coalesce(current_setting('backstreet.entering', true), '') <> 'on' OR NOT has_table_privilege('feature'::regclass, 'TRUNCATE'))
    EXECUTE FUNCTION feature_status_told();
SELECT keep_guards();
