// Package district makes the data that tiles are measured and tested with, from a seed: districts of 39,475
// features with areas, people and a history that the database's guards let in, and the tiles that maps ask for
// while people look around in them. The same seed gives the same data everywhere.
//
// It is for tools and tests, and no part of the program that is shipped.
package district
