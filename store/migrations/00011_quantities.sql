-- +goose Up
-- A quantity is what sums are made of: one that is negative or no number would spoil the district's.
ALTER TABLE feature ADD CONSTRAINT feature_quantity_counts CHECK (quantity >= 0 AND quantity < 'Infinity');

-- +goose StatementBegin
-- The features of a kind whose rule changed are counted anew.
CREATE FUNCTION kind_recount() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE feature SET kind = kind WHERE kind = NEW.key;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER kind_recount AFTER UPDATE OF quantity_rule ON kind FOR EACH ROW
    WHEN (OLD.quantity_rule <> NEW.quantity_rule) EXECUTE FUNCTION kind_recount();
