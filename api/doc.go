// Package api is Backstreet over HTTP: huma operations on a chi router, one file per resource, and
// plain handlers for tiles, photos, the stream and health.
//
// Every operation declares the permission it needs, or that it is open, and what area scope means to
// it; registering one without fails at start. A handler authorises, calls one store method, waits
// until the live copy has the commit, and answers. Lists, counts and progress are read from the live
// copy. Errors leave as RFC 9457 problem documents made in problem.go and nowhere else.
//
// It holds no rule of the domain and no SQL.
package api
