-- +goose Up
-- The append-only history: one row per thing that happened to a feature.
CREATE TABLE event (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    feature_id  bigint NOT NULL REFERENCES feature,
    op_id       uuid,
    event       text NOT NULL,
    from_status text,
    to_status   text NOT NULL,
    actor_id    bigint REFERENCES person, -- NULL: a direct edit of the database, or the system
    role        text NOT NULL DEFAULT '',
    unit_id     bigint REFERENCES unit,   -- the actor's unit then
    device_id   text NOT NULL DEFAULT '',
    cycle       int NOT NULL,
    at          timestamptz NOT NULL DEFAULT now(), -- min(client, server): what deadlines are judged by
    recorded_at timestamptz NOT NULL DEFAULT now(),
    note        text NOT NULL DEFAULT '',
    position    geometry(Point, 4326),
    accuracy_m  double precision,
    flags       text[] NOT NULL DEFAULT '{}',
    changes     jsonb NOT NULL DEFAULT '{}', -- field: [old, new]
    import_id   bigint REFERENCES import_run,
    txid        xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX event_feature ON event (feature_id, id);
CREATE INDEX event_op ON event (op_id) WHERE op_id IS NOT NULL;
CREATE INDEX event_import ON event (import_id) WHERE import_id IS NOT NULL;
CREATE INDEX event_trend ON event (at) WHERE event IN ('pass', 'survey_ok', 'regress', 'import', 'list', 'void', 'restore', 'create');

-- +goose StatementBegin
CREATE FUNCTION event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history is append-only: undo by a compensating event'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'event_stays';
END $$;
-- +goose StatementEnd
CREATE TRIGGER event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION event_stays();

-- +goose StatementBegin
-- At commit, a status that changed must be told by an event of the same transaction.
CREATE FUNCTION feature_status_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM event e
        WHERE e.feature_id = NEW.id AND e.txid = pg_current_xact_id() AND e.to_status = NEW.status
          AND (TG_OP = 'INSERT' OR e.from_status = OLD.status)) THEN
        RAISE EXCEPTION 'status of feature % cannot be set: fire an event instead', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'feature_status_told';
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE CONSTRAINT TRIGGER feature_status_told AFTER UPDATE ON feature DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION feature_status_told();
CREATE CONSTRAINT TRIGGER feature_entry_told AFTER INSERT ON feature DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.status <> 'unsurveyed') EXECUTE FUNCTION feature_status_told();

-- +goose StatementBegin
-- The service writes its own events and says so for its transaction (backstreet.service = on). Anyone else's
-- edit, by psql or QGIS, is recorded here with no actor.
CREATE FUNCTION feature_direct_edit() RETURNS trigger LANGUAGE plpgsql AS $$
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
-- +goose StatementEnd
CREATE TRIGGER feature_direct_edit AFTER INSERT OR UPDATE ON feature FOR EACH ROW
    WHEN (coalesce(current_setting('backstreet.service', true), '') <> 'on')
    EXECUTE FUNCTION feature_direct_edit();

-- Evidence. The row exists from the moment the edit is applied; the bytes follow.
CREATE TABLE photo (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid          uuid NOT NULL UNIQUE,
    feature_id   bigint NOT NULL REFERENCES feature,
    event_id     bigint NOT NULL REFERENCES event,
    cycle        int NOT NULL,
    phase        text NOT NULL CHECK (phase IN ('before', 'after', 'check')),
    state        text NOT NULL DEFAULT 'expected' CHECK (state IN ('expected', 'stored', 'damaged')),
    sha256       bytea NOT NULL CHECK (length(sha256) = 32), -- of the bytes as they were captured
    bytes        bigint NOT NULL CHECK (bytes > 0),
    content_type text NOT NULL DEFAULT '',
    actor_id     bigint REFERENCES person,
    device_id    text NOT NULL DEFAULT '',
    taken_at     timestamptz NOT NULL,
    position     geometry(Point, 4326),
    accuracy_m   double precision,
    created_at   timestamptz NOT NULL DEFAULT now(),
    stored_at    timestamptz
);
CREATE INDEX photo_feature ON photo (feature_id);
CREATE INDEX photo_owed ON photo (feature_id) WHERE state <> 'stored';

-- A verifier who opened a submitted feature: from then on it cannot be withdrawn.
CREATE TABLE opened (
    feature_id bigint NOT NULL REFERENCES feature,
    person_id  bigint NOT NULL REFERENCES person,
    event_id   bigint NOT NULL REFERENCES event, -- the submit that was looked at
    at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (event_id, person_id)
);
