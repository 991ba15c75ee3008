// Package importer takes a file of geodata into Backstreet: it finds the format, encoding, CRS and columns,
// checks every record and hands those that can be used to a Sink, which transforms, compares and applies
// them in one transaction. Nothing is lost on the way: every record read is new, changed, unchanged or
// quarantined with a code, a reason, its row and the value that was refused.
//
// It does not talk to the database (store implements Sink), does not move coordinates between EPSG systems
// (PostGIS does, in the Sink) and never guesses a CRS that the numbers cannot prove.
//
//	report, err := importer.Import(ctx, importer.Options{File: "berths.geojson", Kind: berth}, store, nil)
package importer
