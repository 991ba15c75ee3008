// Package store keeps Backstreet's data in PostGIS: one file per noun, one exported method per use
// case, one transaction per method.
//
// A method that writes loads the row FOR UPDATE, asks a rule of package rectify, writes the row and
// appends the event. Versions, quantities, areas and the change feed are kept by triggers (see
// migrations), so that an edit by psql or QGIS counts like any other. Who acts is an argument.
//
// It does no HTTP, draws no tile and holds no copy of the data in memory.
//
//	db, err := store.Open(ctx, url, store.Options{})
//	…
//	feature, event, err := db.Fire(ctx, actor, id, command)
package store
