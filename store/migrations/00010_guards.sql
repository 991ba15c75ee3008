-- +goose Up
-- A dump is restored with an empty search_path, where no operator and no function of an extension is found by its
-- name. What may run or be created then says where to look, or compares text.
ALTER FUNCTION area_before() SET search_path = public, pg_temp;
ALTER FUNCTION area_moved() SET search_path = public, pg_temp;
ALTER FUNCTION area_redrawn() SET search_path = public, pg_temp;
ALTER FUNCTION area_of(geometry) SET search_path = public, pg_temp;
ALTER FUNCTION feature_measure(geometry) SET search_path = public, pg_temp;
ALTER FUNCTION feature_before() SET search_path = public, pg_temp;
ALTER FUNCTION feature_status_told() SET search_path = public, pg_temp;
ALTER FUNCTION feature_direct_edit() SET search_path = public, pg_temp;
ALTER FUNCTION note_change() SET search_path = public, pg_temp;
ALTER FUNCTION import_place(geometry, int, text[]) SET search_path = public, pg_temp;
ALTER FUNCTION same_place(geometry, geometry) SET search_path = public, pg_temp;

DROP TRIGGER area_moved ON area;
CREATE TRIGGER area_moved AFTER UPDATE ON area FOR EACH ROW
    WHEN (OLD.path::text IS DISTINCT FROM NEW.path::text) EXECUTE FUNCTION area_moved();

-- An area that goes leaves its features to the deepest one that still covers them: any new area_id is asked again by
-- feature_before. Areas below it and targets of campaigns have to go first.
ALTER TABLE feature DROP CONSTRAINT feature_area_id_fkey,
    ADD CONSTRAINT feature_area_id_fkey FOREIGN KEY (area_id) REFERENCES area ON DELETE SET NULL;

-- The feed tells by id what changed. What it could not tell is refused: a table emptied without its rows being named,
-- a row that takes another id, a photo that leaves its feature.
-- +goose StatementBegin
CREATE FUNCTION table_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the followers of % would miss a TRUNCATE: use DELETE', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'table_stays';
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION id_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the id of a row of % never changes: insert another row', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'id_stays';
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
DO $$
DECLARE
    entity text;
BEGIN
    FOREACH entity IN ARRAY ARRAY ['photo', 'area', 'unit', 'kind', 'campaign', 'campaign_target', 'context'] LOOP
        EXECUTE format('CREATE TRIGGER %1$s_id_stays BEFORE UPDATE ON %1$I FOR EACH ROW
            WHEN (OLD.id IS DISTINCT FROM NEW.id) EXECUTE FUNCTION id_stays()', entity);
        CONTINUE WHEN entity = 'photo'; -- photo_stays says more
        EXECUTE format('CREATE TRIGGER %1$s_table_stays BEFORE TRUNCATE ON %1$I
            FOR EACH STATEMENT EXECUTE FUNCTION table_stays()', entity);
    END LOOP;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION photo_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a photo is evidence: it is never deleted and stays with its feature and its event'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'photo_stays';
END $$;
-- +goose StatementEnd
CREATE TRIGGER photo_stays BEFORE DELETE OR TRUNCATE ON photo FOR EACH STATEMENT EXECUTE FUNCTION photo_stays();
CREATE TRIGGER photo_moved BEFORE UPDATE ON photo FOR EACH ROW
    WHEN (OLD.feature_id <> NEW.feature_id OR OLD.event_id <> NEW.event_id OR OLD.uid <> NEW.uid)
    EXECUTE FUNCTION photo_stays();

-- History names what the domain knows (rectify/event.go), and who did it under which op. Nobody did what came by
-- psql or QGIS, by an import or a revert at the console, or by the system. NOT VALID: what was written before stays.
ALTER TABLE event
    ADD CONSTRAINT event_known CHECK (event IN (
        'survey_ok', 'list', 'plan', 'start', 'submit', 'withdraw', 'pass', 'fail', 'return', 'suspend', 'resume', 'extend',
        'recheck_ok', 'regress', 'propose_void', 'void', 'restore', 'create', 'import', 'edit', 'assign', 'revert')) NOT VALID,
    ADD CONSTRAINT event_signed CHECK (actor_id IS NOT NULL AND op_id IS NOT NULL
        OR event IN ('create', 'import', 'edit', 'revert') OR event = 'resume' AND role = 'system') NOT VALID;

-- +goose StatementBegin
-- An event is of the transaction that writes it, whatever it says.
CREATE FUNCTION event_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.txid := pg_current_xact_id();
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER event_before BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION event_before();

-- +goose StatementBegin
-- At commit, a change of a feature must be told by an event of the same transaction, of whoever says to be the
-- service too. What the triggers keep needs none.
CREATE FUNCTION feature_told() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
-- +goose StatementEnd
CREATE CONSTRAINT TRIGGER feature_told AFTER UPDATE ON feature DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION feature_told();
-- An unsurveyed feature enters by an event like any other.
DROP TRIGGER feature_entry_told ON feature;
CREATE CONSTRAINT TRIGGER feature_entry_told AFTER INSERT ON feature DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION feature_status_told();

-- A feed that was restored or copied has to know that it is elsewhere, since its cursors count the transactions of
-- where it was. home is what feed_home said when the epoch began.
ALTER TABLE feed ADD COLUMN home text NOT NULL DEFAULT '';

-- +goose StatementBegin
-- Where this feed is: server and timeline, database and table. A dump carries neither, an older copy of the same
-- server's files is of another timeline. NULL as long as a restore has not made all triggers that note changes.
-- It asks as its owner, since not everybody may read what the server says of itself.
CREATE FUNCTION feed_home() RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
-- +goose StatementEnd

-- +goose StatementBegin
-- Guards and feed hold for everybody, a session that replays replication (session_replication_role) too. Called
-- after each migration, because pg_restore --disable-triggers leaves them ordinary.
CREATE FUNCTION keep_guards() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
-- +goose StatementEnd
SELECT keep_guards();
