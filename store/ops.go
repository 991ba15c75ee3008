package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// Op identifies one write of one caller, made by the client before it sends it.
type Op struct {
	ID         string   // UUID
	BodySHA256 [32]byte // of what was asked, so that another request under the same id is told apart
}

// ErrOpReused says that an idempotency key was used before for something else.
var ErrOpReused = &rectify.Invalid{
	Field: "op_id", Rule: "op_id_reused",
	Message: "this op_id was used for another request; make a new one for each edit",
}

// refusalAnswer is what a stored refusal needs to be told again in the same words.
type refusalAnswer struct {
	Code     rectify.Code
	Message  string
	Field    string
	Features []string `json:",omitempty"`
}

// once runs use in a transaction under an idempotency key and stores its answer there. Sent again,
// it gives the stored answer and changes nothing (replay is true). A rule's refusal is an answer
// too: what use did is undone and the refusal stored. A concurrent twin waits and then replays.
func once[T any](
	ctx context.Context, s *Store, actor rectify.Person, op Op, use func(pgx.Tx) (T, error),
) (answer T, replay bool, err error) {
	var refused *rectify.Refusal
	err = s.InTx(ctx, func(tx pgx.Tx) error {
		refused, replay = nil, false
		fresh, err := claim(ctx, tx, actor, op)
		if err != nil {
			return err
		}
		if !fresh {
			replay = true
			refused, err = storedAnswer(ctx, tx, actor, op, &answer)
			return err
		}
		err = pgx.BeginFunc(ctx, tx, func(tx pgx.Tx) error {
			answer, err = use(tx)
			return err
		})
		if errors.As(err, &refused) {
			return storeAnswer(ctx, tx, op, 1, refusalAnswer(*refused))
		}
		if err != nil {
			return err
		}
		return storeAnswer(ctx, tx, op, 0, answer)
	})
	if err == nil && refused != nil {
		err = refused
	}
	return answer, replay, err
}

// claim reports whether the key is new. The insert waits for a twin that is still running.
func claim(ctx context.Context, tx pgx.Tx, actor rectify.Person, op Op) (bool, error) {
	tag, err := tx.Exec(ctx, `
		INSERT INTO op (op_id, actor_id, body_sha256) VALUES ($1, $2, $3) ON CONFLICT (op_id) DO NOTHING`,
		op.ID, actor.ID, op.BodySHA256[:])
	if err != nil {
		return false, fmt.Errorf("op %s: %w", op.ID, translate(err))
	}
	return tag.RowsAffected() == 1, nil
}

func storeAnswer(ctx context.Context, tx pgx.Tx, op Op, status int, answer any) error {
	body, err := json.Marshal(answer)
	if err != nil {
		return fmt.Errorf("op %s: %w", op.ID, err)
	}
	_, err = tx.Exec(ctx, `UPDATE op SET status = $2, answer = $3 WHERE op_id = $1`, op.ID, status, body)
	return err
}

// storedAnswer reads what the first request was told. Only the same person asking the same thing
// gets it.
func storedAnswer(
	ctx context.Context, tx pgx.Tx, actor rectify.Person, op Op, answer any,
) (*rectify.Refusal, error) {
	var status int
	var same bool
	var body []byte
	err := tx.QueryRow(ctx, `
		SELECT status, answer, actor_id = $2 AND body_sha256 = $3 FROM op WHERE op_id = $1`,
		op.ID, actor.ID, op.BodySHA256[:]).Scan(&status, &body, &same)
	if err != nil {
		return nil, fmt.Errorf("op %s: %w", op.ID, translate(err))
	}
	if !same {
		return nil, ErrOpReused
	}
	if status == 0 {
		return nil, json.Unmarshal(body, answer)
	}
	var refusal refusalAnswer
	if err := json.Unmarshal(body, &refusal); err != nil {
		return nil, fmt.Errorf("op %s: %w", op.ID, err)
	}
	return (*rectify.Refusal)(&refusal), nil
}
