
CREATE COLLATION public.pinyin (provider = icu, locale = 'zh-u-co-pinyin');

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';

CREATE EXTENSION IF NOT EXISTS ltree WITH SCHEMA public;

COMMENT ON EXTENSION ltree IS 'data type for hierarchical tree-like structures';

CREATE EXTENSION IF NOT EXISTS postgis WITH SCHEMA public;

COMMENT ON EXTENSION postgis IS 'PostGIS geometry and geography spatial types and functions';

CREATE TYPE public.river_job_state AS ENUM (
    'available',
    'cancelled',
    'completed',
    'discarded',
    'pending',
    'retryable',
    'running',
    'scheduled'
);

CREATE FUNCTION public.area_before() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    above ltree;
BEGIN
    IF NEW.parent_id IS NOT NULL THEN
        SELECT path INTO above FROM area WHERE id = NEW.parent_id;
        IF NEW.id::text = ANY (string_to_array(above::text, '.')) THEN
            RAISE EXCEPTION 'area % cannot lie below itself', NEW.id USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    NEW.path := CASE WHEN above IS NULL THEN text2ltree(NEW.id::text) ELSE above || NEW.id::text END;
    RETURN NEW;
END $$;

CREATE FUNCTION public.area_moved() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    UPDATE area SET parent_id = parent_id WHERE parent_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TABLE public.area (
    id bigint NOT NULL,
    parent_id bigint,
    level text NOT NULL,
    code text,
    name text NOT NULL,
    name_en text DEFAULT ''::text NOT NULL,
    path public.ltree NOT NULL,
    geom public.geometry(MultiPolygon,4326) NOT NULL,
    CONSTRAINT area_geom_check CHECK (public.st_isvalid(geom)),
    CONSTRAINT area_level_check CHECK ((level = ANY (ARRAY['district'::text, 'street'::text, 'community'::text, 'grid'::text])))
);

CREATE FUNCTION public.areas_at(p public.geometry) RETURNS SETOF bigint
    LANGUAGE sql STABLE ROWS 1 PARALLEL SAFE
    BEGIN ATOMIC
 SELECT c.id
    FROM ( SELECT a.id,
             a.geom
            FROM public.area a
           WHERE (a.geom OPERATOR(public.&&) areas_at.p)
           ORDER BY (public.nlevel(a.path)) DESC, a.id
          OFFSET 0) c
   WHERE public.st_covers(c.geom, areas_at.p)
  LIMIT 1;
END;

CREATE FUNCTION public.area_of(g public.geometry) RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (SELECT id.id FROM (SELECT public.st_pointonsurface(area_of.g) AS p OFFSET 0) at, LATERAL public.areas_at(at.p) id(id));

CREATE FUNCTION public.area_redrawn() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    UPDATE feature f SET area_id = 0
    FROM (SELECT f2.id FROM feature f2
          WHERE (f2.geom && NEW.geom OR (TG_OP = 'UPDATE' AND f2.geom && OLD.geom))
            AND f2.area_id IS DISTINCT FROM area_of(f2.geom)) moved
    WHERE f.id = moved.id;
    RETURN NULL;
END $$;

CREATE FUNCTION public.day_date(n integer) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT DATE '1970-01-01' + nullif(n, 0) $$;

CREATE FUNCTION public.day_number(d date) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT coalesce(d - DATE '1970-01-01', 0) $$;

CREATE FUNCTION public.enter_features(run bigint, of_kind text, of_source text, crs text, actor bigint, today date, uids uuid[], refs text[], names text[], geoms public.geometry[], statuses text[], attrs jsonb[], keys text[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET "backstreet.entering" TO 'on'
    SET "backstreet.service" TO 'on'
    AS $$
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

CREATE FUNCTION public.event_before() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    NEW.txid := pg_current_xact_id();
    RETURN NEW;
END $$;

CREATE FUNCTION public.event_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'history is append-only: undo by a compensating event'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'event_stays';
END $$;

CREATE FUNCTION public.feature_before() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.feature_direct_edit() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    diff jsonb;
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO event (feature_id, event, to_status, cycle) VALUES (NEW.id, 'create', 'unsurveyed', NEW.cycle);
        RETURN NULL;
    END IF;
    SELECT jsonb_object_agg(n.key, jsonb_build_array(o.value, n.value)) INTO diff
    FROM jsonb_each(to_jsonb(NEW)) n JOIN jsonb_each(to_jsonb(OLD)) o USING (key)
    WHERE n.value IS DISTINCT FROM o.value AND n.key NOT IN ('version', 'updated_at', 'status', 'area_id', 'measure');
    IF diff IS NOT NULL THEN
        INSERT INTO event (feature_id, event, from_status, to_status, cycle, changes)
        VALUES (NEW.id, 'edit', NEW.status, NEW.status, NEW.cycle, diff);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION public.feature_measure(g public.geometry) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE public.st_dimension(g) WHEN 1 THEN public.st_length((g)::public.geography, true) WHEN 2 THEN public.st_area((g)::public.geography, true) ELSE (0)::double precision END;

CREATE FUNCTION public.feature_quantity(rule text, measure double precision, attributes jsonb) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT CASE rule
        WHEN 'each' THEN 1
        WHEN 'length_m' THEN measure
        WHEN 'area_m2' THEN measure
        WHEN 'painted_m2' THEN CASE WHEN attributes ->> 'height_m' IS NOT NULL THEN
            greatest(0, measure * (attributes ->> 'height_m')::double precision
                - coalesce((attributes ->> 'openings_m2')::double precision, 0)) END
        WHEN 'capacity' THEN (attributes ->> 'capacity')::double precision
        END
$$;

CREATE FUNCTION public.feature_status_told() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM event e
        WHERE e.feature_id = NEW.id AND e.txid = pg_current_xact_id() AND e.to_status = NEW.status
          AND (TG_OP = 'INSERT' OR e.from_status = OLD.status)) THEN
        RAISE EXCEPTION 'status of feature % cannot be set: fire an event instead', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'feature_status_told';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION public.feature_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'a feature is never deleted: void it by the event propose_void'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'feature_stays';
END $$;

CREATE FUNCTION public.feature_told() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF (NEW.kind, NEW.ref, NEW.name, NEW.geom, NEW.unit_id, NEW.assignee_id, NEW.cycle, NEW.listed_on, NEW.planned_on,
            NEW.due_on, NEW.first_due_on, NEW.submitted_on, NEW.verified_on, NEW.review_on, NEW.quantity_planned,
            NEW.quantity_done, NEW.reworks, NEW.attributes, NEW.source, NEW.source_key, NEW.import_id)
        IS DISTINCT FROM (OLD.kind, OLD.ref, OLD.name, OLD.geom, OLD.unit_id, OLD.assignee_id, OLD.cycle, OLD.listed_on,
            OLD.planned_on, OLD.due_on, OLD.first_due_on, OLD.submitted_on, OLD.verified_on, OLD.review_on,
            OLD.quantity_planned, OLD.quantity_done, OLD.reworks, OLD.attributes, OLD.source, OLD.source_key, OLD.import_id)
        AND NOT EXISTS (SELECT FROM event e WHERE e.feature_id = NEW.id AND e.txid = pg_current_xact_id()) THEN
        RAISE EXCEPTION 'feature % was changed and no event tells it', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'feature_told';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION public.feed_home() RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    followed text[] := ARRAY ['feature', 'photo', 'area', 'unit', 'kind', 'campaign', 'campaign_target', 'context'];
    every_change constant int := 4 | 8 | 16; -- INSERT, DELETE and UPDATE in pg_trigger.tgtype
    server text := '';
BEGIN
    IF EXISTS (SELECT FROM unnest(followed) AS f (entity)
        WHERE (SELECT bit_or(t.tgtype) & every_change FROM pg_trigger t
            WHERE t.tgrelid = to_regclass(f.entity) AND t.tgfoid = to_regproc('note_change')) IS DISTINCT FROM every_change) THEN
        RETURN NULL;
    END IF;
    IF has_function_privilege('pg_control_system()', 'EXECUTE') AND has_function_privilege('pg_control_checkpoint()', 'EXECUTE') THEN
        SELECT format('%s.%s', s.system_identifier, c.timeline_id) INTO server
        FROM pg_control_system() s, pg_control_checkpoint() c;
    END IF;
    RETURN format('%s/%s/%s', server, (SELECT oid FROM pg_database WHERE datname = current_database()), 'feed'::regclass::oid);
END $$;

CREATE FUNCTION public.id_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'the id of a row of % never changes: insert another row', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'id_stays';
END $$;

CREATE FUNCTION public.import_place(g public.geometry, srid integer, types text[], OUT placed public.geometry, OUT code text, OUT reason text, OUT value text, OUT was double precision) RETURNS record
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.keep_guards() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    guard record;
BEGIN
    FOR guard IN
        SELECT t.tgname AS name, c.relname AS entity FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE NOT t.tgisinternal AND t.tgenabled <> 'A' AND c.relnamespace = 'public'::regnamespace AND c.relname IN
            ('feature', 'event', 'photo', 'area', 'unit', 'kind', 'campaign', 'campaign_target', 'context')
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER %I', guard.entity, guard.name);
    END LOOP;
END $$;

CREATE FUNCTION public.kind_recount() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE feature SET kind = kind WHERE kind = NEW.key;
    RETURN NULL;
END $$;

CREATE FUNCTION public.level_rank(level text) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT array_position(ARRAY ['district', 'street', 'community', 'grid'], level) $$;

CREATE FUNCTION public.note_change() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.photo_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'a photo is evidence: it is never deleted and stays with its feature and its event'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'photo_stays';
END $$;

CREATE FUNCTION public.river_job_state_in_bitmask(bitmask bit, state public.river_job_state) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT CASE state
        WHEN 'available' THEN get_bit(bitmask, 7)
        WHEN 'cancelled' THEN get_bit(bitmask, 6)
        WHEN 'completed' THEN get_bit(bitmask, 5)
        WHEN 'discarded' THEN get_bit(bitmask, 4)
        WHEN 'pending'   THEN get_bit(bitmask, 3)
        WHEN 'retryable' THEN get_bit(bitmask, 2)
        WHEN 'running'   THEN get_bit(bitmask, 1)
        WHEN 'scheduled' THEN get_bit(bitmask, 0)
        ELSE 0
    END = 1;
$$;

CREATE FUNCTION public.same_place(a public.geometry, b public.geometry) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.table_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'the followers of % would miss a TRUNCATE: use DELETE', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'table_stays';
END $$;

ALTER TABLE public.area ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.area_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.campaign (
    id bigint NOT NULL,
    name text NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    milestones jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT campaign_check CHECK ((ends_on > starts_on)),
    CONSTRAINT campaign_name_check CHECK ((name <> ''::text))
);

ALTER TABLE public.campaign ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.campaign_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.campaign_target (
    id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    kind text NOT NULL,
    area_id bigint,
    quantity double precision NOT NULL,
    filter jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT campaign_target_filter_check CHECK ((jsonb_typeof(filter) = 'object'::text)),
    CONSTRAINT campaign_target_quantity_check CHECK ((quantity > (0)::double precision))
);

ALTER TABLE public.campaign_target ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.campaign_target_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.change (
    id bigint NOT NULL,
    entity text NOT NULL,
    entity_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    also integer DEFAULT 0 NOT NULL,
    CONSTRAINT change_also_check CHECK ((also >= 0))
);

ALTER TABLE public.change ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.change_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.context (
    id bigint NOT NULL,
    class text NOT NULL,
    rank smallint DEFAULT 3 NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    source text DEFAULT ''::text NOT NULL,
    geom public.geometry(Geometry,4326) NOT NULL,
    CONSTRAINT context_class_check CHECK ((class = ANY (ARRAY['road'::text, 'water'::text, 'green'::text, 'building'::text, 'block'::text, 'place'::text]))),
    CONSTRAINT context_geom_check CHECK ((NOT public.st_isempty(geom))),
    CONSTRAINT context_rank_check CHECK (((rank >= 1) AND (rank <= 5)))
);

ALTER TABLE public.context ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.context_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.event (
    id bigint NOT NULL,
    feature_id bigint NOT NULL,
    op_id uuid,
    event text NOT NULL,
    from_status text,
    to_status text NOT NULL,
    actor_id bigint,
    role text DEFAULT ''::text NOT NULL,
    unit_id bigint,
    device_id text DEFAULT ''::text NOT NULL,
    cycle integer NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    "position" public.geometry(Point,4326),
    accuracy_m double precision,
    flags text[] DEFAULT '{}'::text[] NOT NULL,
    changes jsonb DEFAULT '{}'::jsonb NOT NULL,
    import_id bigint,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL
);

ALTER TABLE public.event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.export_run (
    id bigint NOT NULL,
    options jsonb NOT NULL,
    filter jsonb NOT NULL,
    today date NOT NULL,
    state text DEFAULT 'queued'::text NOT NULL,
    progress real DEFAULT 0 NOT NULL,
    rows integer DEFAULT 0 NOT NULL,
    notes jsonb DEFAULT '[]'::jsonb NOT NULL,
    error jsonb,
    file text DEFAULT ''::text NOT NULL,
    object text DEFAULT ''::text NOT NULL,
    bytes bigint DEFAULT 0 NOT NULL,
    actor_id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT export_run_progress_check CHECK (((progress >= (0)::double precision) AND (progress <= (1)::double precision))),
    CONSTRAINT export_run_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'writing'::text, 'ready'::text, 'failed'::text, 'discarded'::text])))
);

ALTER TABLE public.export_run ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.export_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.feature (
    id bigint NOT NULL,
    uid uuid DEFAULT gen_random_uuid() NOT NULL,
    kind text NOT NULL,
    ref text,
    name text DEFAULT ''::text NOT NULL,
    geom public.geometry(Geometry,4326) NOT NULL,
    area_id bigint,
    unit_id bigint,
    assignee_id bigint,
    status text DEFAULT 'unsurveyed'::text NOT NULL,
    cycle integer DEFAULT 1 NOT NULL,
    listed_on date,
    planned_on date,
    due_on date,
    first_due_on date,
    submitted_on date,
    verified_on date,
    review_on date,
    quantity double precision,
    measure double precision DEFAULT 0 NOT NULL,
    quantity_planned double precision,
    quantity_done double precision,
    reworks integer DEFAULT 0 NOT NULL,
    attributes jsonb DEFAULT '{}'::jsonb NOT NULL,
    source text DEFAULT ''::text NOT NULL,
    source_key text,
    import_id bigint,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    source_crs text DEFAULT ''::text NOT NULL,
    CONSTRAINT feature_attributes_check CHECK ((jsonb_typeof(attributes) = 'object'::text)),
    CONSTRAINT feature_cycle_check CHECK ((cycle >= 1)),
    CONSTRAINT feature_quantity_counts CHECK (((quantity >= (0)::double precision) AND (quantity < 'Infinity'::double precision))),
    CONSTRAINT feature_quantity_done_check CHECK ((quantity_done >= (0)::double precision)),
    CONSTRAINT feature_quantity_planned_check CHECK ((quantity_planned >= (0)::double precision)),
    CONSTRAINT feature_reworks_check CHECK ((reworks >= 0)),
    CONSTRAINT feature_status_check CHECK ((status = ANY (ARRAY['unsurveyed'::text, 'compliant'::text, 'listed'::text, 'planned'::text, 'in_progress'::text, 'submitted'::text, 'rework'::text, 'suspended'::text, 'verified'::text, 'void'::text])))
);

COMMENT ON COLUMN public.feature.source_crs IS 'CRS of the file that geom came in; empty when it was drawn here. geom itself is always EPSG:4326';

ALTER TABLE public.feature ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.feature_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.feed (
    epoch uuid DEFAULT gen_random_uuid() NOT NULL,
    pruned_to xid8 DEFAULT '0'::xid8 NOT NULL,
    only_row boolean DEFAULT true NOT NULL,
    home text DEFAULT ''::text NOT NULL,
    CONSTRAINT feed_only_row_check CHECK (only_row)
);

CREATE TABLE public.goose_db_version (
    id integer NOT NULL,
    version_id bigint NOT NULL,
    is_applied boolean NOT NULL,
    tstamp timestamp without time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.goose_db_version ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.goose_db_version_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.import_run (
    id bigint NOT NULL,
    file text NOT NULL,
    source text NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    progress real DEFAULT 0 NOT NULL,
    options jsonb DEFAULT '{}'::jsonb NOT NULL,
    object text DEFAULT ''::text NOT NULL,
    report jsonb,
    error jsonb,
    actor_id bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT import_run_progress_check CHECK (((progress >= (0)::double precision) AND (progress <= (1)::double precision))),
    CONSTRAINT import_run_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'reading'::text, 'previewed'::text, 'applying'::text, 'applied'::text, 'failed'::text, 'discarded'::text, 'reverted'::text])))
);

ALTER TABLE public.import_run ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.import_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.kind (
    id smallint NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    geometry_types text[] NOT NULL,
    quantity_rule text NOT NULL,
    quantity_unit text NOT NULL,
    quantity_unit_en text NOT NULL,
    schema jsonb DEFAULT '{"type": "object"}'::jsonb NOT NULL,
    colour text DEFAULT '#676b72'::text NOT NULL,
    icon text DEFAULT 'pin'::text NOT NULL,
    sort smallint DEFAULT 100 NOT NULL,
    CONSTRAINT kind_geometry_types_check CHECK (((geometry_types <@ ARRAY['Point'::text, 'MultiPoint'::text, 'MultiLineString'::text, 'MultiPolygon'::text]) AND (geometry_types <> '{}'::text[]))),
    CONSTRAINT kind_key_check CHECK ((key ~ '^[a-z][a-z0-9_]{0,31}$'::text)),
    CONSTRAINT kind_quantity_rule_check CHECK ((quantity_rule = ANY (ARRAY['each'::text, 'length_m'::text, 'area_m2'::text, 'painted_m2'::text, 'capacity'::text])))
);

ALTER TABLE public.kind ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.kind_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.op (
    op_id uuid NOT NULL,
    actor_id bigint NOT NULL,
    body_sha256 bytea NOT NULL,
    status smallint DEFAULT 0 NOT NULL,
    answer jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT op_status_check CHECK ((status = ANY (ARRAY[0, 1])))
);

CREATE TABLE public.opened (
    feature_id bigint NOT NULL,
    person_id bigint NOT NULL,
    event_id bigint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.person (
    id bigint NOT NULL,
    username text NOT NULL,
    name text NOT NULL,
    password_hash text DEFAULT ''::text NOT NULL,
    unit_id bigint,
    lead boolean DEFAULT false NOT NULL,
    roles text[] DEFAULT '{}'::text[] NOT NULL,
    area_ids bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    disabled boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT person_name_check CHECK ((name <> ''::text)),
    CONSTRAINT person_roles_check CHECK ((roles <@ ARRAY['planner'::text, 'field'::text, 'verifier'::text, 'leader'::text, 'admin'::text])),
    CONSTRAINT person_username_check CHECK ((username ~ '^[a-z0-9][a-z0-9._-]{0,63}$'::text))
);

ALTER TABLE public.person ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.photo (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    feature_id bigint NOT NULL,
    event_id bigint NOT NULL,
    cycle integer NOT NULL,
    phase text NOT NULL,
    state text DEFAULT 'expected'::text NOT NULL,
    sha256 bytea NOT NULL,
    bytes bigint NOT NULL,
    content_type text DEFAULT ''::text NOT NULL,
    actor_id bigint,
    device_id text DEFAULT ''::text NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    "position" public.geometry(Point,4326),
    accuracy_m double precision,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    stored_at timestamp with time zone,
    CONSTRAINT photo_bytes_check CHECK ((bytes > 0)),
    CONSTRAINT photo_phase_check CHECK ((phase = ANY (ARRAY['before'::text, 'after'::text, 'check'::text]))),
    CONSTRAINT photo_sha256_check CHECK ((length(sha256) = 32)),
    CONSTRAINT photo_state_check CHECK ((state = ANY (ARRAY['expected'::text, 'stored'::text, 'damaged'::text])))
);

ALTER TABLE public.photo ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.photo_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.river_job (
    id bigint NOT NULL,
    state public.river_job_state DEFAULT 'available'::public.river_job_state NOT NULL,
    attempt smallint DEFAULT 0 NOT NULL,
    max_attempts smallint DEFAULT 25 NOT NULL,
    attempted_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    finalized_at timestamp with time zone,
    scheduled_at timestamp with time zone DEFAULT now() NOT NULL,
    priority smallint DEFAULT 1 NOT NULL,
    args jsonb NOT NULL,
    attempted_by text[],
    errors jsonb[],
    kind text NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    queue text DEFAULT 'default'::text NOT NULL,
    tags character varying(255)[] DEFAULT '{}'::character varying[] NOT NULL,
    unique_key bytea,
    unique_states bit(8),
    CONSTRAINT finalized_or_finalized_at_null CHECK ((((finalized_at IS NULL) AND (state <> ALL (ARRAY['cancelled'::public.river_job_state, 'completed'::public.river_job_state, 'discarded'::public.river_job_state]))) OR ((finalized_at IS NOT NULL) AND (state = ANY (ARRAY['cancelled'::public.river_job_state, 'completed'::public.river_job_state, 'discarded'::public.river_job_state]))))),
    CONSTRAINT kind_length CHECK (((char_length(kind) > 0) AND (char_length(kind) < 128))),
    CONSTRAINT max_attempts_is_positive CHECK ((max_attempts > 0)),
    CONSTRAINT priority_in_range CHECK (((priority >= 1) AND (priority <= 4))),
    CONSTRAINT queue_length CHECK (((char_length(queue) > 0) AND (char_length(queue) < 128)))
);

CREATE SEQUENCE public.river_job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.river_job_id_seq OWNED BY public.river_job.id;

CREATE UNLOGGED TABLE public.river_leader (
    elected_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    leader_id text NOT NULL,
    name text DEFAULT 'default'::text NOT NULL,
    CONSTRAINT leader_id_length CHECK (((char_length(leader_id) > 0) AND (char_length(leader_id) < 128))),
    CONSTRAINT name_length CHECK ((name = 'default'::text))
);

CREATE TABLE public.river_migration (
    line text NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT line_length CHECK (((char_length(line) > 0) AND (char_length(line) < 128))),
    CONSTRAINT version_gte_1 CHECK ((version >= 1))
);

CREATE TABLE public.river_notification (
    id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    payload text NOT NULL,
    topic text NOT NULL,
    CONSTRAINT topic_length CHECK (((length(topic) > 0) AND (length(topic) < 128)))
);

CREATE SEQUENCE public.river_notification_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.river_notification_id_seq OWNED BY public.river_notification.id;

CREATE TABLE public.river_queue (
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    paused_at timestamp with time zone,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

CREATE TABLE public.session (
    id uuid NOT NULL,
    person_id bigint NOT NULL,
    kind text NOT NULL,
    secret_hash bytea NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    device text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT session_kind_check CHECK ((kind = ANY (ARRAY['session'::text, 'token'::text])))
);

CREATE TABLE public.signin_failure (
    key text NOT NULL,
    count integer NOT NULL,
    last_at timestamp with time zone NOT NULL
);

CREATE TABLE public.unit (
    id bigint NOT NULL,
    name text NOT NULL,
    CONSTRAINT unit_name_check CHECK ((name <> ''::text))
);

ALTER TABLE public.unit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.unit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY public.river_job ALTER COLUMN id SET DEFAULT nextval('public.river_job_id_seq'::regclass);

ALTER TABLE ONLY public.river_notification ALTER COLUMN id SET DEFAULT nextval('public.river_notification_id_seq'::regclass);

ALTER TABLE ONLY public.area
    ADD CONSTRAINT area_code_key UNIQUE (code);

ALTER TABLE ONLY public.area
    ADD CONSTRAINT area_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.campaign
    ADD CONSTRAINT campaign_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.campaign_target
    ADD CONSTRAINT campaign_target_campaign_id_kind_area_id_key UNIQUE NULLS NOT DISTINCT (campaign_id, kind, area_id);

ALTER TABLE ONLY public.campaign_target
    ADD CONSTRAINT campaign_target_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.change
    ADD CONSTRAINT change_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.context
    ADD CONSTRAINT context_pkey PRIMARY KEY (id);

ALTER TABLE public.event
    ADD CONSTRAINT event_known CHECK ((event = ANY (ARRAY['survey_ok'::text, 'list'::text, 'plan'::text, 'start'::text, 'submit'::text, 'withdraw'::text, 'pass'::text, 'fail'::text, 'return'::text, 'suspend'::text, 'resume'::text, 'extend'::text, 'recheck_ok'::text, 'regress'::text, 'propose_void'::text, 'void'::text, 'restore'::text, 'create'::text, 'import'::text, 'edit'::text, 'assign'::text, 'revert'::text]))) NOT VALID;

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (id);

ALTER TABLE public.event
    ADD CONSTRAINT event_signed CHECK ((((actor_id IS NOT NULL) AND (op_id IS NOT NULL)) OR (event = ANY (ARRAY['create'::text, 'import'::text, 'edit'::text, 'revert'::text])) OR ((event = 'resume'::text) AND (role = 'system'::text)))) NOT VALID;

ALTER TABLE ONLY public.export_run
    ADD CONSTRAINT export_run_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.feature
    ADD CONSTRAINT feature_kind_ref_key UNIQUE (kind, ref);

ALTER TABLE ONLY public.feature
    ADD CONSTRAINT feature_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.feature
    ADD CONSTRAINT feature_uid_key UNIQUE (uid);

ALTER TABLE ONLY public.feed
    ADD CONSTRAINT feed_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY public.goose_db_version
    ADD CONSTRAINT goose_db_version_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.import_run
    ADD CONSTRAINT import_run_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.kind
    ADD CONSTRAINT kind_key_key UNIQUE (key);

ALTER TABLE ONLY public.kind
    ADD CONSTRAINT kind_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.op
    ADD CONSTRAINT op_pkey PRIMARY KEY (op_id);

ALTER TABLE ONLY public.opened
    ADD CONSTRAINT opened_pkey PRIMARY KEY (event_id, person_id);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_username_key UNIQUE (username);

ALTER TABLE ONLY public.photo
    ADD CONSTRAINT photo_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.photo
    ADD CONSTRAINT photo_uid_key UNIQUE (uid);

ALTER TABLE ONLY public.river_job
    ADD CONSTRAINT river_job_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.river_leader
    ADD CONSTRAINT river_leader_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.river_migration
    ADD CONSTRAINT river_migration_pkey1 PRIMARY KEY (line, version);

ALTER TABLE ONLY public.river_notification
    ADD CONSTRAINT river_notification_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.river_queue
    ADD CONSTRAINT river_queue_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_secret_hash_key UNIQUE (secret_hash);

ALTER TABLE ONLY public.signin_failure
    ADD CONSTRAINT signin_failure_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.unit
    ADD CONSTRAINT unit_name_key UNIQUE (name);

ALTER TABLE ONLY public.unit
    ADD CONSTRAINT unit_pkey PRIMARY KEY (id);

CREATE INDEX area_geom ON public.area USING gist (geom);

CREATE INDEX area_parent ON public.area USING btree (parent_id);

CREATE INDEX area_path ON public.area USING gist (path);

CREATE INDEX change_txid ON public.change USING btree (txid);

CREATE INDEX context_geom ON public.context USING gist (geom);

CREATE INDEX event_feature ON public.event USING btree (feature_id, id);

CREATE INDEX event_import ON public.event USING brin (import_id) WITH (pages_per_range='16');

CREATE INDEX event_op ON public.event USING btree (op_id) WHERE (op_id IS NOT NULL);

CREATE INDEX export_actor ON public.export_run USING btree (actor_id, id);

CREATE INDEX feature_area ON public.feature USING btree (area_id);

CREATE INDEX feature_geom ON public.feature USING gist (geom);

CREATE INDEX feature_import ON public.feature USING brin (import_id) WITH (pages_per_range='16');

CREATE INDEX feature_source ON public.feature USING btree (kind, source, source_key);

CREATE INDEX feature_unit ON public.feature USING btree (unit_id) WHERE (unit_id IS NOT NULL);

CREATE INDEX photo_feature ON public.photo USING btree (feature_id);

CREATE INDEX photo_owed ON public.photo USING btree (feature_id) WHERE (state <> 'stored'::text);

CREATE INDEX river_job_args_index ON public.river_job USING gin (args);

CREATE INDEX river_job_kind ON public.river_job USING btree (kind);

CREATE INDEX river_job_metadata_index ON public.river_job USING gin (metadata);

CREATE INDEX river_job_prioritized_fetching_index ON public.river_job USING btree (state, queue, priority, scheduled_at, id);

CREATE INDEX river_job_state_and_finalized_at_index ON public.river_job USING btree (state, finalized_at) WHERE (finalized_at IS NOT NULL);

CREATE UNIQUE INDEX river_job_unique_idx ON public.river_job USING btree (unique_key) WHERE ((unique_key IS NOT NULL) AND (unique_states IS NOT NULL) AND public.river_job_state_in_bitmask(unique_states, state));

CREATE INDEX river_notification_created_at_idx ON public.river_notification USING btree (created_at);

CREATE INDEX river_notification_topic_id_idx ON public.river_notification USING btree (topic, id);

CREATE INDEX session_person ON public.session USING btree (person_id);

CREATE TRIGGER area_before BEFORE INSERT OR UPDATE ON public.area FOR EACH ROW EXECUTE FUNCTION public.area_before();

ALTER TABLE public.area ENABLE ALWAYS TRIGGER area_before;

CREATE TRIGGER area_deleted AFTER DELETE ON public.area REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();

ALTER TABLE public.area ENABLE ALWAYS TRIGGER area_deleted;

CREATE TRIGGER area_id_stays BEFORE UPDATE ON public.area FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION public.id_stays();

ALTER TABLE public.area ENABLE ALWAYS TRIGGER area_id_stays;

CREATE TRIGGER area_inserted AFTER INSERT ON public.area REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();

ALTER TABLE public.area ENABLE ALWAYS TRIGGER area_inserted;

CREATE TRIGGER area_moved AFTER UPDATE ON public.area FOR EACH ROW WHEN (((old.path)::text IS DISTINCT FROM (new.path)::text)) EXECUTE FUNCTION public.area_moved();

ALTER TABLE public.area ENABLE ALWAYS TRIGGER area_moved;

CREATE TRIGGER area_redrawn AFTER INSERT OR UPDATE OF geom, parent_id ON public.area FOR EACH ROW EXECUTE FUNCTION public.area_redrawn();

ALTER TABLE public.area ENABLE ALWAYS TRIGGER area_redrawn;

CREATE TRIGGER area_table_stays BEFORE TRUNCATE ON public.area FOR EACH STATEMENT EXECUTE FUNCTION public.table_stays();

ALTER TABLE public.area ENABLE ALWAYS TRIGGER area_table_stays;

CREATE TRIGGER area_updated AFTER UPDATE ON public.area REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();

ALTER TABLE public.area ENABLE ALWAYS TRIGGER area_updated;

CREATE TRIGGER campaign_deleted AFTER DELETE ON public.campaign REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();

ALTER TABLE public.campaign ENABLE ALWAYS TRIGGER campaign_deleted;

CREATE TRIGGER campaign_id_stays BEFORE UPDATE ON public.campaign FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION public.id_stays();

ALTER TABLE public.campaign ENABLE ALWAYS TRIGGER campaign_id_stays;

CREATE TRIGGER campaign_inserted AFTER INSERT ON public.campaign REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();

ALTER TABLE public.campaign ENABLE ALWAYS TRIGGER campaign_inserted;

CREATE TRIGGER campaign_table_stays BEFORE TRUNCATE ON public.campaign FOR EACH STATEMENT EXECUTE FUNCTION public.table_stays();

ALTER TABLE public.campaign ENABLE ALWAYS TRIGGER campaign_table_stays;

CREATE TRIGGER campaign_target_deleted AFTER DELETE ON public.campaign_target REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();

ALTER TABLE public.campaign_target ENABLE ALWAYS TRIGGER campaign_target_deleted;

CREATE TRIGGER campaign_target_id_stays BEFORE UPDATE ON public.campaign_target FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION public.id_stays();

ALTER TABLE public.campaign_target ENABLE ALWAYS TRIGGER campaign_target_id_stays;

CREATE TRIGGER campaign_target_inserted AFTER INSERT ON public.campaign_target REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();

ALTER TABLE public.campaign_target ENABLE ALWAYS TRIGGER campaign_target_inserted;

CREATE TRIGGER campaign_target_table_stays BEFORE TRUNCATE ON public.campaign_target FOR EACH STATEMENT EXECUTE FUNCTION public.table_stays();

ALTER TABLE public.campaign_target ENABLE ALWAYS TRIGGER campaign_target_table_stays;

CREATE TRIGGER campaign_target_updated AFTER UPDATE ON public.campaign_target REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();

ALTER TABLE public.campaign_target ENABLE ALWAYS TRIGGER campaign_target_updated;

CREATE TRIGGER campaign_updated AFTER UPDATE ON public.campaign REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();

ALTER TABLE public.campaign ENABLE ALWAYS TRIGGER campaign_updated;

CREATE TRIGGER context_deleted AFTER DELETE ON public.context REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();

ALTER TABLE public.context ENABLE ALWAYS TRIGGER context_deleted;

CREATE TRIGGER context_id_stays BEFORE UPDATE ON public.context FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION public.id_stays();

ALTER TABLE public.context ENABLE ALWAYS TRIGGER context_id_stays;

CREATE TRIGGER context_inserted AFTER INSERT ON public.context REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();

ALTER TABLE public.context ENABLE ALWAYS TRIGGER context_inserted;

CREATE TRIGGER context_table_stays BEFORE TRUNCATE ON public.context FOR EACH STATEMENT EXECUTE FUNCTION public.table_stays();

ALTER TABLE public.context ENABLE ALWAYS TRIGGER context_table_stays;

CREATE TRIGGER context_updated AFTER UPDATE ON public.context REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();

ALTER TABLE public.context ENABLE ALWAYS TRIGGER context_updated;

CREATE TRIGGER event_before BEFORE INSERT ON public.event FOR EACH ROW WHEN ((new.txid IS DISTINCT FROM pg_current_xact_id())) EXECUTE FUNCTION public.event_before();

ALTER TABLE public.event ENABLE ALWAYS TRIGGER event_before;

CREATE TRIGGER event_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON public.event FOR EACH STATEMENT EXECUTE FUNCTION public.event_stays();

ALTER TABLE public.event ENABLE ALWAYS TRIGGER event_stays;

CREATE TRIGGER feature_before BEFORE INSERT ON public.feature FOR EACH ROW WHEN (((COALESCE(current_setting('backstreet.entering'::text, true), ''::text) <> 'on'::text) OR (NOT has_table_privilege(('public.feature'::regclass)::oid, 'TRUNCATE'::text)))) EXECUTE FUNCTION public.feature_before();

ALTER TABLE public.feature ENABLE ALWAYS TRIGGER feature_before;

CREATE TRIGGER feature_before_update BEFORE UPDATE ON public.feature FOR EACH ROW EXECUTE FUNCTION public.feature_before();

ALTER TABLE public.feature ENABLE ALWAYS TRIGGER feature_before_update;

CREATE TRIGGER feature_deleted AFTER DELETE ON public.feature REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();

ALTER TABLE public.feature ENABLE ALWAYS TRIGGER feature_deleted;

CREATE TRIGGER feature_direct_edit AFTER INSERT OR UPDATE ON public.feature FOR EACH ROW WHEN ((COALESCE(current_setting('backstreet.service'::text, true), ''::text) <> 'on'::text)) EXECUTE FUNCTION public.feature_direct_edit();

ALTER TABLE public.feature ENABLE ALWAYS TRIGGER feature_direct_edit;

CREATE CONSTRAINT TRIGGER feature_entry_told AFTER INSERT ON public.feature DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((COALESCE(current_setting('backstreet.entering'::text, true), ''::text) <> 'on'::text) OR (NOT has_table_privilege(('public.feature'::regclass)::oid, 'TRUNCATE'::text)))) EXECUTE FUNCTION public.feature_status_told();

ALTER TABLE public.feature ENABLE ALWAYS TRIGGER feature_entry_told;

CREATE TRIGGER feature_inserted AFTER INSERT ON public.feature REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();

ALTER TABLE public.feature ENABLE ALWAYS TRIGGER feature_inserted;

CREATE CONSTRAINT TRIGGER feature_status_told AFTER UPDATE ON public.feature DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION public.feature_status_told();

ALTER TABLE public.feature ENABLE ALWAYS TRIGGER feature_status_told;

CREATE TRIGGER feature_stays BEFORE DELETE OR TRUNCATE ON public.feature FOR EACH STATEMENT EXECUTE FUNCTION public.feature_stays();

ALTER TABLE public.feature ENABLE ALWAYS TRIGGER feature_stays;

CREATE CONSTRAINT TRIGGER feature_told AFTER UPDATE ON public.feature DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.feature_told();

ALTER TABLE public.feature ENABLE ALWAYS TRIGGER feature_told;

CREATE TRIGGER feature_updated AFTER UPDATE ON public.feature REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();

ALTER TABLE public.feature ENABLE ALWAYS TRIGGER feature_updated;

CREATE TRIGGER kind_deleted AFTER DELETE ON public.kind REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();

ALTER TABLE public.kind ENABLE ALWAYS TRIGGER kind_deleted;

CREATE TRIGGER kind_id_stays BEFORE UPDATE ON public.kind FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION public.id_stays();

ALTER TABLE public.kind ENABLE ALWAYS TRIGGER kind_id_stays;

CREATE TRIGGER kind_inserted AFTER INSERT ON public.kind REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();

ALTER TABLE public.kind ENABLE ALWAYS TRIGGER kind_inserted;

CREATE TRIGGER kind_recount AFTER UPDATE OF quantity_rule ON public.kind FOR EACH ROW WHEN ((old.quantity_rule <> new.quantity_rule)) EXECUTE FUNCTION public.kind_recount();

ALTER TABLE public.kind ENABLE ALWAYS TRIGGER kind_recount;

CREATE TRIGGER kind_table_stays BEFORE TRUNCATE ON public.kind FOR EACH STATEMENT EXECUTE FUNCTION public.table_stays();

ALTER TABLE public.kind ENABLE ALWAYS TRIGGER kind_table_stays;

CREATE TRIGGER kind_updated AFTER UPDATE ON public.kind REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();

ALTER TABLE public.kind ENABLE ALWAYS TRIGGER kind_updated;

CREATE TRIGGER photo_deleted AFTER DELETE ON public.photo REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();

ALTER TABLE public.photo ENABLE ALWAYS TRIGGER photo_deleted;

CREATE TRIGGER photo_id_stays BEFORE UPDATE ON public.photo FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION public.id_stays();

ALTER TABLE public.photo ENABLE ALWAYS TRIGGER photo_id_stays;

CREATE TRIGGER photo_inserted AFTER INSERT ON public.photo REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();

ALTER TABLE public.photo ENABLE ALWAYS TRIGGER photo_inserted;

CREATE TRIGGER photo_moved BEFORE UPDATE ON public.photo FOR EACH ROW WHEN (((old.feature_id <> new.feature_id) OR (old.event_id <> new.event_id) OR (old.uid <> new.uid))) EXECUTE FUNCTION public.photo_stays();

ALTER TABLE public.photo ENABLE ALWAYS TRIGGER photo_moved;

CREATE TRIGGER photo_stays BEFORE DELETE OR TRUNCATE ON public.photo FOR EACH STATEMENT EXECUTE FUNCTION public.photo_stays();

ALTER TABLE public.photo ENABLE ALWAYS TRIGGER photo_stays;

CREATE TRIGGER photo_updated AFTER UPDATE ON public.photo REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();

ALTER TABLE public.photo ENABLE ALWAYS TRIGGER photo_updated;

CREATE TRIGGER unit_deleted AFTER DELETE ON public.unit REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();

ALTER TABLE public.unit ENABLE ALWAYS TRIGGER unit_deleted;

CREATE TRIGGER unit_id_stays BEFORE UPDATE ON public.unit FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION public.id_stays();

ALTER TABLE public.unit ENABLE ALWAYS TRIGGER unit_id_stays;

CREATE TRIGGER unit_inserted AFTER INSERT ON public.unit REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();

ALTER TABLE public.unit ENABLE ALWAYS TRIGGER unit_inserted;

CREATE TRIGGER unit_table_stays BEFORE TRUNCATE ON public.unit FOR EACH STATEMENT EXECUTE FUNCTION public.table_stays();

ALTER TABLE public.unit ENABLE ALWAYS TRIGGER unit_table_stays;

CREATE TRIGGER unit_updated AFTER UPDATE ON public.unit REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.note_change();

ALTER TABLE public.unit ENABLE ALWAYS TRIGGER unit_updated;

ALTER TABLE ONLY public.area
    ADD CONSTRAINT area_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.area(id);

ALTER TABLE ONLY public.campaign_target
    ADD CONSTRAINT campaign_target_area_id_fkey FOREIGN KEY (area_id) REFERENCES public.area(id);

ALTER TABLE ONLY public.campaign_target
    ADD CONSTRAINT campaign_target_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.campaign(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.campaign_target
    ADD CONSTRAINT campaign_target_kind_fkey FOREIGN KEY (kind) REFERENCES public.kind(key);

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_feature_id_fkey FOREIGN KEY (feature_id) REFERENCES public.feature(id);

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_import_id_fkey FOREIGN KEY (import_id) REFERENCES public.import_run(id);

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.unit(id);

ALTER TABLE ONLY public.export_run
    ADD CONSTRAINT export_run_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.feature
    ADD CONSTRAINT feature_area_id_fkey FOREIGN KEY (area_id) REFERENCES public.area(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.feature
    ADD CONSTRAINT feature_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.feature
    ADD CONSTRAINT feature_import_id_fkey FOREIGN KEY (import_id) REFERENCES public.import_run(id);

ALTER TABLE ONLY public.feature
    ADD CONSTRAINT feature_kind_fkey FOREIGN KEY (kind) REFERENCES public.kind(key);

ALTER TABLE ONLY public.feature
    ADD CONSTRAINT feature_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.unit(id);

ALTER TABLE ONLY public.import_run
    ADD CONSTRAINT import_run_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.op
    ADD CONSTRAINT op_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.opened
    ADD CONSTRAINT opened_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.event(id);

ALTER TABLE ONLY public.opened
    ADD CONSTRAINT opened_feature_id_fkey FOREIGN KEY (feature_id) REFERENCES public.feature(id);

ALTER TABLE ONLY public.opened
    ADD CONSTRAINT opened_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.unit(id);

ALTER TABLE ONLY public.photo
    ADD CONSTRAINT photo_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.photo
    ADD CONSTRAINT photo_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.event(id);

ALTER TABLE ONLY public.photo
    ADD CONSTRAINT photo_feature_id_fkey FOREIGN KEY (feature_id) REFERENCES public.feature(id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

