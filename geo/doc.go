// Package geo holds what the product knows about geometry: measures on the
// ellipsoid, validity, the Chinese coordinate distortions, and the form in which
// geometries travel to and from PostGIS.
//
// Everything is WGS 84 longitude and latitude in degrees, longitude first, and
// pure: no I/O, no clock, no state. Functions take any geometry kind, nil and
// empty included, and change none they are given.
//
// Absent on purpose: spatial indexes (live and tiles have them), transformations
// between datums or projections other than web mercator (PostGIS does them), and
// overlay operations such as union.
package geo
