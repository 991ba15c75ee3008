// Command bench measures the tile engine beside a raw ST_AsMVT handler, over one PostGIS and the same
// features, and writes docs/performance.md. It is a tool of development and no part of the program that
// is shipped.
//
//	go run ./tiles/bench                        # what make bench runs
//	go run ./tiles/bench -d 5s -rounds 5 -edits 10000 -keep /var/tmp/bench
//	go run ./tiles/bench database -keep /var/tmp/bench
//
// It makes a district (39,475 features) and a city of 25 such districts from a seed, plants them into
// databases of a private cluster with every guard on, copies them for the raw handler in web mercator with
// an index, and asks each server for the tiles of the same map sessions: closed loop, connections kept open,
// the servers one after the other in each round, medians over the rounds. Each server is a process of its
// own, so that what a request costs can be told apart from what the client and PostgreSQL cost.
//
// It judges no result and fails only when something cannot be measured.
package main
