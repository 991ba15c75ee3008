package api

import (
	"context"
	"net/http"
	"time"

	"backstreet/rectify"
	"backstreet/store"
)

// Me is who is signed in and what that person may do.
type Me struct {
	ID          rectify.PersonID     `json:"id"`
	Username    string               `json:"username"`
	Name        string               `json:"name"`
	Roles       []rectify.Role       `json:"roles"`
	Lead        bool                 `json:"lead"`
	Unit        *Named               `json:"unit"`
	Areas       []Named              `json:"areas" doc:"Where the person may write; empty is the whole district"`
	Permissions []rectify.Permission `json:"permissions"`
	SessionID   string               `json:"session_id"`
	Today       string               `json:"today" doc:"In Asia/Shanghai, by the server's clock"`
	Epoch       string               `json:"epoch" doc:"Of the change feed; another one means: drop what you kept"`
}

// Named is a thing by its id and name.
type Named struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

type meOutput struct {
	SetCookie string `header:"Set-Cookie"`
	Body      Me
}

type credentials struct {
	Body struct {
		Username string `json:"username" minLength:"1" maxLength:"64"`
		Password string `json:"password" minLength:"1" maxLength:"256"`
		Device   string `json:"device,omitempty" maxLength:"200" doc:"How the person tells this device in the list"`
	}
}

// Session is one of the caller's own ways in.
type Session struct {
	ID         string            `json:"id"`
	Kind       store.SessionKind `json:"kind"`
	Name       string            `json:"name"`
	Device     string            `json:"device"`
	CreatedAt  time.Time         `json:"created_at"`
	LastSeenAt time.Time         `json:"last_seen_at"`
	ExpiresAt  time.Time         `json:"expires_at"`
	Current    bool              `json:"current"`
}

type sessionPath struct {
	ID string `path:"id" format:"uuid"`
}

type tokenInput struct {
	Key     string `header:"Idempotency-Key"`
	RawBody []byte
	Body    struct {
		OpID string `json:"op_id,omitempty"`
		Name string `json:"name" minLength:"1" maxLength:"100" doc:"What the token is for, such as QGIS"`
	}
}

type tokenOutput struct {
	Body struct {
		ID    string `json:"id"`
		Token string `json:"token,omitempty" doc:"Shown once: sent again, the request makes no other token and does not repeat it"`
	}
}

func (a *API) sessionRoutes() {
	const path = "/api/v1/session"
	register(a, also(operation("sign-in", http.MethodPost, path, "Sign in", open, scopeNone),
		http.StatusUnauthorized, http.StatusTooManyRequests), a.signIn)
	register(a, operation("who-am-i", http.MethodGet, path, "Who am I and what may I do", rectify.SessionOwn, scopeNone),
		func(ctx context.Context, _ *struct{}) (*meOutput, error) {
			c := callerOf(ctx)
			return &meOutput{Body: a.me(c.person, c.session)}, nil
		})
	register(a, operation("sign-out", http.MethodDelete, path, "Sign out", open, scopeNone), a.signOut)
	register(a, operation("list-sessions", http.MethodGet, "/api/v1/sessions", "My sessions", rectify.SessionOwn, scopeNone),
		a.sessionsOf(store.BrowserSession))
	register(a, operation("revoke-session", http.MethodDelete, "/api/v1/sessions/{id}", "End a session of mine",
		rectify.SessionOwn, scopeNone), a.revoke)
	register(a, operation("list-tokens", http.MethodGet, "/api/v1/tokens", "My API tokens", rectify.SessionOwn, scopeNone),
		a.sessionsOf(store.APIToken))
	register(a, operation("create-token", http.MethodPost, "/api/v1/tokens", "Make an API token", rectify.SessionOwn, scopeNone),
		a.createToken)
	register(a, operation("revoke-token", http.MethodDelete, "/api/v1/tokens/{id}", "Revoke a token of mine",
		rectify.SessionOwn, scopeNone), a.revoke)
}

func (a *API) signIn(ctx context.Context, in *credentials) (*meOutput, error) {
	person, session, secret, err := a.Store.SignIn(ctx, in.Body.Username, in.Body.Password,
		callerOf(ctx).address, in.Body.Device)
	if statusOf(err) == http.StatusUnauthorized {
		return nil, problem(http.StatusUnauthorized, "bad_credentials", "the name or the password is wrong")
	}
	if err != nil {
		return nil, err
	}
	cookie := http.Cookie{
		Name: sessionCookie, Value: secret, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Expires: session.ExpiresAt, Secure: callerOf(ctx).secure,
	}
	return &meOutput{SetCookie: cookie.String(), Body: a.me(person, session)}, nil
}

type signedOut struct {
	SetCookie string `header:"Set-Cookie"`
}

func (a *API) signOut(ctx context.Context, _ *struct{}) (*signedOut, error) {
	c := callerOf(ctx)
	if c.person.ID != 0 {
		if err := a.Store.Revoke(ctx, c.person.ID, c.session.ID); err != nil {
			return nil, err
		}
		a.callers.forget()
	}
	cookie := http.Cookie{
		Name: sessionCookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: c.secure,
	}
	return &signedOut{SetCookie: cookie.String()}, nil
}

func (a *API) me(person rectify.Person, session store.Session) Me {
	snapshot := a.Live.Snapshot()
	me := Me{
		ID: person.ID, Username: person.Username, Name: person.Name, Roles: person.Roles, Lead: person.Lead,
		Unit: a.unit(person.UnitID), Areas: []Named{}, Permissions: rectify.PermissionsOf(person),
		SessionID: session.ID, Today: a.today().String(), Epoch: snapshot.Cursor().Epoch,
	}
	for _, id := range person.AreaIDs {
		if area, ok := snapshot.Area(id); ok {
			me.Areas = append(me.Areas, Named{int64(id), area.Name})
		}
	}
	return me
}

// unit names a unit; null for none.
func (a *API) unit(id rectify.UnitID) *Named {
	unit, ok := a.Live.Snapshot().Unit(id)
	if !ok {
		return nil
	}
	return &Named{int64(unit.ID), unit.Name}
}

func (a *API) sessionsOf(kind store.SessionKind) func(context.Context, *struct{}) (*list[Session], error) {
	return func(ctx context.Context, _ *struct{}) (*list[Session], error) {
		c := callerOf(ctx)
		sessions, err := a.Store.Sessions(ctx, c.person.ID, kind)
		return listOf(converted(sessions, func(s store.Session) Session {
			return Session{
				ID: s.ID, Kind: s.Kind, Name: s.Name, Device: s.Device, CreatedAt: s.CreatedAt,
				LastSeenAt: s.LastSeenAt, ExpiresAt: s.ExpiresAt, Current: s.ID == c.session.ID,
			}
		})), err
	}
}

func (a *API) createToken(ctx context.Context, in *tokenInput) (*tokenOutput, error) {
	op, err := opOf(firstOf(in.Body.OpID, in.Key), "create-token", in.RawBody)
	if err != nil {
		return nil, err
	}
	session, secret, _, err := a.Store.CreateToken(ctx, actorOf(ctx), op, in.Body.Name)
	if err != nil {
		return nil, err
	}
	out := &tokenOutput{}
	out.Body.ID, out.Body.Token = session.ID, secret
	return out, nil
}

func (a *API) revoke(ctx context.Context, in *sessionPath) (*struct{}, error) {
	defer a.callers.forget()
	return nil, a.Store.Revoke(ctx, actorOf(ctx).ID, in.ID)
}
