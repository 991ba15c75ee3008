package main

import (
	"iter"

	"backstreet/live"
	"backstreet/rectify"
	"backstreet/tiles"
)

// tileFeed carries the live copy to the tile engine, which knows nothing of the domain.
type tileFeed struct {
	live   *live.Live
	engine *tiles.Engine
}

// apply runs on the follower's goroutine: after memory has the batch, before anybody is told.
func (t *tileFeed) apply(batch live.Batch) {
	if batch.Resync || batch.Registers {
		t.addKinds() // not within Load, which holds the engine's lock while it asks for features
	}
	if batch.Resync {
		t.engine.Load(t)
		return
	}
	changes := make([]tiles.Change, 0, len(batch.Changes)+len(batch.Areas)+len(batch.Backdrops))
	for _, c := range batch.Changes {
		changes = append(changes, featureChanges(c)...)
	}
	for _, c := range batch.Areas {
		changes = append(changes, areaChange(c))
	}
	for _, c := range batch.Backdrops {
		changes = append(changes, backdropChanges(c)...)
	}
	t.engine.Apply(changes)
}

func (t *tileFeed) addKinds() {
	for _, kind := range t.live.Snapshot().Kinds() {
		t.engine.AddKinds(string(kind.Key))
	}
}

// Features yields all there is to draw. Void features are not drawn.
func (t *tileFeed) Features() iter.Seq[tiles.Feature] {
	snapshot := t.live.Snapshot()
	return func(yield func(tiles.Feature) bool) {
		more := true
		snapshot.Scan(func(f *live.Feature) bool {
			if f.Status != rectify.Void {
				more = yield(drawnFeature(f))
			}
			return more
		})
		for _, area := range snapshot.Areas() {
			if !more {
				return
			}
			more = yield(drawnArea(area))
		}
		snapshot.ScanBackdrops(func(b *live.Backdrop) bool {
			more = more && yield(drawnBackdrop(b))
			return more
		})
	}
}

// featureChanges are two when a feature became another kind.
func featureChanges(c live.Change) []tiles.Change {
	var changes []tiles.Change
	if c.Old != nil && c.Old.Kind != c.Kind {
		changes = append(changes, tiles.Change{Layer: string(c.Old.Kind), ID: int64(c.ID)})
	}
	change := tiles.Change{Layer: string(c.Kind), ID: int64(c.ID)}
	if c.New != nil && c.New.Status != rectify.Void {
		feature := drawnFeature(c.New)
		change.Feature = &feature
	}
	return append(changes, change)
}

func drawnFeature(f *live.Feature) tiles.Feature {
	drawn := tiles.Feature{
		Layer: string(f.Kind), ID: int64(f.ID), Geom: f.Geom, Name: f.Name, Ref: f.Ref,
		Status: string(f.Status), Group: string(f.Status.Group()), UnitID: int64(f.UnitID), AreaID: int64(f.AreaID),
		PlannedDay: int32(f.PlannedOn), DueDay: int32(f.DueOn), ListedDay: int32(f.ListedOn),
		SubmittedDay: int32(f.SubmittedOn), VerifiedDay: int32(f.VerifiedOn),
		Rework: int32(f.Reworks), Owed: int32(f.PhotosOwed),
	}
	if f.Quantity != nil {
		drawn.Quantity = *f.Quantity
	}
	return drawn
}

func drawnArea(a *live.Area) tiles.Feature {
	return tiles.Feature{
		Layer: "area", ID: int64(a.ID), Geom: a.Geom, Name: a.Name, Level: string(a.Level), Code: a.Code,
	}
}

func areaChange(c live.AreaChange) tiles.Change {
	if c.New == nil {
		return tiles.Change{Layer: "area", ID: int64(c.Old.ID)}
	}
	feature := drawnArea(c.New)
	return tiles.Change{Layer: feature.Layer, ID: feature.ID, Feature: &feature}
}

// backdropFrom is the zoom from which each class of the base map is drawn, by rank 1 to 5. Rank 3,
// which a record has that does not say, is the engine's own choice for the class.
var backdropFrom = map[string][5]uint8{
	"water":    {6, 7, 8, 11, 13},
	"green":    {6, 7, 8, 11, 13},
	"block":    {9, 10, 11, 12, 13},
	"building": {12, 13, 14, 14, 14},
	"road":     {8, 10, 11, 13, 14},
	"place":    {6, 8, 10, 12, 14},
}

// engineRank is what the engine calls a feature of the base map that is seen from the zoom on.
func engineRank(zoom uint8) uint8 { return zoom - 5 }

// roadClasses are what the tile engine calls roads of rank 1 to 5.
var roadClasses = [...]string{"primary", "secondary", "tertiary", "residential", "alley"}

func drawnBackdrop(b *live.Backdrop) tiles.Feature {
	drawn := tiles.Feature{Layer: "context_" + b.Class, ID: b.ID, Geom: b.Geom, Name: b.Name, Class: b.Class}
	if from, known := backdropFrom[b.Class]; known && b.Rank >= 1 && b.Rank <= len(from) {
		drawn.Rank = engineRank(from[b.Rank-1])
		if b.Class == "road" {
			drawn.Class = roadClasses[b.Rank-1]
		}
	}
	return drawn
}

// backdropChanges are two when a feature of the base map moved to another class.
func backdropChanges(c live.BackdropChange) []tiles.Change {
	var changes []tiles.Change
	if c.Old != nil && (c.New == nil || c.New.Class != c.Old.Class) {
		changes = append(changes, tiles.Change{Layer: "context_" + c.Old.Class, ID: c.Old.ID})
	}
	if c.New != nil {
		feature := drawnBackdrop(c.New)
		changes = append(changes, tiles.Change{Layer: feature.Layer, ID: feature.ID, Feature: &feature})
	}
	return changes
}
