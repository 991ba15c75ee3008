package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"backstreet/rectify"
	"backstreet/store"
)

// User is somebody who can sign in.
type User struct {
	ID       rectify.PersonID `json:"id"`
	Username string           `json:"username"`
	Name     string           `json:"name"`
	Roles    []rectify.Role   `json:"roles"`
	Lead     bool             `json:"lead"`
	UnitID   *rectify.UnitID  `json:"unit_id"`
	AreaIDs  []rectify.AreaID `json:"area_ids"`
	Disabled bool             `json:"disabled"`
}

type userInput struct {
	Key  string `header:"Idempotency-Key"`
	Body struct {
		OpID     string           `json:"op_id,omitempty"`
		Username string           `json:"username" pattern:"^[a-z0-9][a-z0-9._-]{0,63}$"`
		Name     string           `json:"name" minLength:"1" maxLength:"100"`
		Password string           `json:"password" minLength:"8" maxLength:"256"`
		Roles    []rectify.Role   `json:"roles" minItems:"1"`
		Lead     bool             `json:"lead,omitempty"`
		UnitID   rectify.UnitID   `json:"unit_id,omitempty"`
		AreaIDs  []rectify.AreaID `json:"area_ids,omitempty"`
	}
}

type userPatch struct {
	ID   rectify.PersonID `path:"id" minimum:"1"`
	Key  string           `header:"Idempotency-Key"`
	Body struct {
		OpID     string            `json:"op_id,omitempty"`
		Name     *string           `json:"name,omitempty" minLength:"1" maxLength:"100"`
		Password string            `json:"password,omitempty" minLength:"8" maxLength:"256"`
		Roles    *[]rectify.Role   `json:"roles,omitempty"`
		Lead     *bool             `json:"lead,omitempty"`
		UnitID   *rectify.UnitID   `json:"unit_id,omitempty"`
		AreaIDs  *[]rectify.AreaID `json:"area_ids,omitempty"`
		Disabled *bool             `json:"disabled,omitempty"`
	}
}

type userOutput struct{ Body User }

func (a *API) userRoutes() {
	const path = "/api/v1/users"
	register(a, operation("list-users", http.MethodGet, path, "People", rectify.UserRead, scopePeople),
		func(ctx context.Context, _ *struct{}) (*list[User], error) {
			people, err := a.Store.PeopleFor(ctx, actorOf(ctx))
			return listOf(converted(people, userOut)), err
		})
	register(a, operation("create-user", http.MethodPost, path, "Add a person", rectify.UserWrite, scopePeople), a.createUser)
	register(a, operation("change-user", http.MethodPatch, path+"/{id}", "Change a person", rectify.UserWrite, scopePeople), a.changeUser)
}

func (a *API) createUser(ctx context.Context, in *userInput) (*userOutput, error) {
	asked := in.Body
	asked.OpID = firstOf(asked.OpID, in.Key)
	asked.Password = store.PasswordDigest(asked.Password, asked.OpID)
	op, err := opOfJSON(asked.OpID, "create-user", asked)
	if err != nil {
		return nil, err
	}
	person, _, err := a.Store.CreatePerson(ctx, actorOf(ctx), op, rectify.Person{
		Username: in.Body.Username, Name: in.Body.Name, Roles: in.Body.Roles, Lead: in.Body.Lead,
		UnitID: in.Body.UnitID, AreaIDs: in.Body.AreaIDs,
	}, in.Body.Password)
	if err != nil {
		return nil, err
	}
	return &userOutput{Body: userOut(person)}, nil
}

func (a *API) changeUser(ctx context.Context, in *userPatch) (*userOutput, error) {
	if in.ID == actorOf(ctx).ID && in.locksOut() {
		return nil, problem(http.StatusConflict, "own_account",
			"you cannot disable your own account, nor take the administrator's role from it; ask another administrator")
	}
	asked := in.Body
	asked.OpID = firstOf(asked.OpID, in.Key)
	if asked.Password != "" {
		asked.Password = store.PasswordDigest(asked.Password, asked.OpID)
	}
	op, err := opOfJSON(asked.OpID, fmt.Sprintf("change-user %d", in.ID), asked)
	if err != nil {
		return nil, err
	}
	person, _, err := a.Store.ChangePerson(ctx, actorOf(ctx), op, in.ID, in.Body.Password, func(p *rectify.Person) {
		set(&p.Name, in.Body.Name)
		set(&p.Roles, in.Body.Roles)
		set(&p.Lead, in.Body.Lead)
		set(&p.UnitID, in.Body.UnitID)
		set(&p.AreaIDs, in.Body.AreaIDs)
		set(&p.Disabled, in.Body.Disabled)
	})
	a.callers.forget()
	if err != nil {
		return nil, err
	}
	return &userOutput{Body: userOut(person)}, nil
}

// locksOut reports whether the change keeps the person from undoing it.
func (in *userPatch) locksOut() bool {
	disables := in.Body.Disabled != nil && *in.Body.Disabled
	return disables || in.Body.Roles != nil && !slices.Contains(*in.Body.Roles, rectify.RoleAdmin)
}

// set takes over what a patch has.
func set[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

func userOut(p rectify.Person) User {
	return User{
		ID: p.ID, Username: p.Username, Name: p.Name, Roles: p.Roles, Lead: p.Lead, UnitID: orNull(p.UnitID),
		AreaIDs: p.AreaIDs, Disabled: p.Disabled,
	}
}
