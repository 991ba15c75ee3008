package api

import (
	"reflect"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"backstreet/rectify"
	"backstreet/store"
)

// word stands for a type of rectify in the description, where it is told which words it can be. Kinds are not
// among them: they are rows of a table.
type word[T ~string] string

// Schema tells the words.
func (word[T]) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Enum: vocabularies()[reflect.TypeFor[T]()]}
}

// vocabularies holds the words of each type.
func vocabularies() map[reflect.Type][]any {
	events := make([]rectify.EventName, 0, len(rectify.Transitions))
	for _, rule := range rectify.Transitions {
		events = append(events, rule.Event)
	}
	events = append(events, rectify.EventCreate, rectify.EventImport, rectify.EventEdit, rectify.EventAssign, rectify.EventRevert)
	return map[reflect.Type][]any{
		reflect.TypeFor[rectify.Status]():     anys(rectify.Statuses),
		reflect.TypeFor[rectify.EventName]():  anys(events),
		reflect.TypeFor[rectify.Role]():       anys(append(slices.Clone(rectify.Roles), rectify.RoleSystem)),
		reflect.TypeFor[rectify.Permission](): anys(rectify.Permissions),
		reflect.TypeFor[rectify.Colour]():     anys(rectify.Colours[:]),
		reflect.TypeFor[rectify.LightRule]():  anys(append(slices.Clone(rectify.LightRules), "area_gap")),
		reflect.TypeFor[rectify.AreaLevel]():  anys(rectify.AreaLevels),
		reflect.TypeFor[rectify.Reason]():     anys(rectify.Reasons),
		reflect.TypeFor[rectify.Phase]():      anys(rectify.Phases),
		reflect.TypeFor[rectify.PhotoState](): anys([]rectify.PhotoState{rectify.PhotoExpected, rectify.PhotoStored, rectify.PhotoDamaged}),
		reflect.TypeFor[rectify.ImportState](): anys([]rectify.ImportState{
			rectify.ImportQueued, rectify.ImportReading, rectify.ImportPreviewed, rectify.ImportApplying,
			rectify.ImportApplied, rectify.ImportFailed, rectify.ImportDiscarded, rectify.ImportReverted,
		}),
		reflect.TypeFor[store.SessionKind](): anys([]store.SessionKind{store.BrowserSession, store.APIToken}),
	}
}

func anys[T ~string](of []T) []any {
	return converted(of, func(w T) any { return string(w) })
}

// speakWords makes the description tell the words of every such type.
func speakWords(registry huma.Registry) {
	spell[rectify.Status](registry)
	spell[rectify.EventName](registry)
	spell[rectify.Role](registry)
	spell[rectify.Permission](registry)
	spell[rectify.Colour](registry)
	spell[rectify.LightRule](registry)
	spell[rectify.AreaLevel](registry)
	spell[rectify.Reason](registry)
	spell[rectify.Phase](registry)
	spell[rectify.PhotoState](registry)
	spell[rectify.ImportState](registry)
	spell[store.SessionKind](registry)
}

func spell[T ~string](registry huma.Registry) {
	registry.RegisterTypeAlias(reflect.TypeFor[T](), reflect.TypeFor[word[T]]())
}
