// Package rectify is the domain of Backstreet: features and the areas, units and people around
// them, the statuses a feature passes, the rules of passing, lights, campaigns and permissions.
//
// It is pure: no clock, no input or output, no database, no HTTP. Today, the server's time and the
// actor are arguments. It imports geo and the standard library only.
//
// One rule set serves everybody. The store applies a command and writes what comes back:
//
//	after, event, err := rectify.Apply(feature, command, context)
//
// and a client is told what it may do by the same table:
//
//	for _, allowed := range rectify.Allowed(feature, context) { … allowed.Needs … }
package rectify
