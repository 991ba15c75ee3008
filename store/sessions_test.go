package store_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

func TestSessions(t *testing.T) {
	t.Parallel()
	var clock atomic.Int64
	clock.Store(time.Date(2022, 8, 30, 12, 0, 0, 0, time.UTC).UnixNano())
	db := storetest.New(t, store.Options{Now: func() time.Time { return time.Unix(0, clock.Load()) }})
	leader := person(t, db, "leader", "", rectify.RoleLeader)
	signIn := func(t *testing.T) (store.Session, string) {
		t.Helper()
		_, session, secret, err := db.SignIn(t.Context(), "leader", "correct horse", "10.0.0.1", "desk")
		if err != nil {
			t.Fatal(err)
		}
		return session, secret
	}
	wantNobody := func(t *testing.T, secret string) {
		t.Helper()
		if got, _, err := db.Authenticate(t.Context(), secret); !errors.Is(err, rectify.ErrUnauthenticated) {
			t.Errorf("the secret lets in %+v, %v", got, err)
		}
	}

	t.Run("a wrong name and a wrong password are refused alike", func(t *testing.T) {
		for _, name := range []string{"leader", "nobody"} {
			if _, _, _, err := db.SignIn(t.Context(), name, "wrong", "10.0.0.2", ""); !errors.Is(err, rectify.ErrUnauthenticated) {
				t.Errorf("%s: got %v", name, err)
			}
		}
	})
	t.Run("the secret is kept as a hash only", func(t *testing.T) {
		_, secret := signIn(t)
		if got, _, err := db.Authenticate(t.Context(), secret); err != nil || got.ID != leader.ID {
			t.Fatalf("got %+v, %v", got, err)
		}
		if query[bool](t, db, `SELECT EXISTS (SELECT FROM session s WHERE strpos(s::text, $1) > 0)`, secret) {
			t.Error("the table holds the secret itself")
		}
	})
	t.Run("a revoked session is nobody's, and only its owner revokes it", func(t *testing.T) {
		session, secret := signIn(t)
		if err := db.Revoke(t.Context(), leader.ID+1, session.ID); !errors.Is(err, rectify.ErrNotFound) {
			t.Errorf("another person: got %v", err)
		}
		if err := db.Revoke(t.Context(), leader.ID, session.ID); err != nil {
			t.Fatal(err)
		}
		wantNobody(t, secret)
	})
	t.Run("a session that is used lives on, an idle one ends", func(t *testing.T) {
		_, used := signIn(t)
		_, idle := signIn(t)
		for range 3 {
			clock.Add(int64(5 * time.Hour))
			if _, _, err := db.Authenticate(t.Context(), used); err != nil {
				t.Fatal(err)
			}
		}
		wantNobody(t, idle)
	})
	t.Run("a new password ends all sessions", func(t *testing.T) {
		_, secret := signIn(t)
		if _, err := db.UpdatePerson(t.Context(), leader.ID, "correct horse", func(*rectify.Person) {}); err != nil {
			t.Fatal(err)
		}
		wantNobody(t, secret)
	})
	t.Run("many wrong tries are throttled, for the right password too", func(t *testing.T) {
		var throttled *store.Throttled
		for range 50 {
			_, _, _, err := db.SignIn(t.Context(), "leader", "wrong", "10.0.0.3", "")
			if errors.As(err, &throttled) {
				break
			}
		}
		if throttled == nil || throttled.Wait <= 0 {
			t.Fatalf("fifty wrong tries were let through: %+v", throttled)
		}
		if _, _, _, err := db.SignIn(t.Context(), "leader", "correct horse", "10.0.0.3", ""); !errors.As(err, &throttled) {
			t.Errorf("the right password: got %v", err)
		}
		clock.Add(int64(2 * time.Hour))
		signIn(t)
	})
}
