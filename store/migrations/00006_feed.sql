-- +goose Up
-- What changed, by transaction. Read by snapshot, never by id: ids are not in commit order.
CREATE TABLE change (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entity    text NOT NULL,
    entity_id bigint NOT NULL,
    txid      xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX change_txid ON change (txid);

-- A restored or copied database starts a new epoch, so that no cursor of the old one is trusted.
CREATE TABLE feed (
    epoch      uuid NOT NULL DEFAULT gen_random_uuid(),
    pruned_to  xid8 NOT NULL DEFAULT '0', -- cursors older than this must resync
    only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row)
);
INSERT INTO feed DEFAULT VALUES;

-- +goose StatementBegin
CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        INSERT INTO change (entity, entity_id) SELECT TG_TABLE_NAME, id FROM old_rows;
    ELSE
        INSERT INTO change (entity, entity_id) SELECT TG_TABLE_NAME, id FROM new_rows;
    END IF;
    IF FOUND THEN
        PERFORM pg_notify('backstreet', '');
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
DO $$
DECLARE
    entity text;
BEGIN
    FOREACH entity IN ARRAY ARRAY ['feature', 'photo', 'area', 'unit', 'kind', 'campaign', 'campaign_target', 'context'] LOOP
        EXECUTE format('CREATE TRIGGER %1$s_inserted AFTER INSERT ON %1$I REFERENCING NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION note_change()', entity);
        EXECUTE format('CREATE TRIGGER %1$s_updated AFTER UPDATE ON %1$I REFERENCING NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION note_change()', entity);
        EXECUTE format('CREATE TRIGGER %1$s_deleted AFTER DELETE ON %1$I REFERENCING OLD TABLE AS old_rows
            FOR EACH STATEMENT EXECUTE FUNCTION note_change()', entity);
    END LOOP;
END $$;
-- +goose StatementEnd
