// Package tiles is the map engine: it draws any vector tile of the district
// from memory, and shows a change in the next tile after it was applied.
//
// The engine keeps its own index of features made ready for drawing: projected
// once, when they change, to a world of 2^32 units a side; ranked once, so that
// simplifying at a zoom is leaving out vertices; found by an rtree that readers
// and the writer share copy on write. Finished tiles are cached, and a change
// drops exactly those that its old and new bounds touch.
//
//	engine := tiles.New(tiles.Options{})
//	engine.Load(source)                    // before following changes
//	engine.Apply(changes)                  // before those who wait for the change are released
//	router.Handle("GET /tiles/{z}/{x}/{y}.mvt", engine.Handler(nil))
//
// It does not query, follow, store or judge: features come through Source and
// Apply, statuses and groups are words to it. Kinds are data: a kind it has
// never heard of is drawn by its geometry.
//
// # Layers
//
// Every feature has its database id. Zero and empty properties are left out.
//
//	layer          geometry        zooms                                properties
//	area           area            district 0+, street 6+,              level, code, name
//	                               community 8+, grid 11+
//	compound       area            8–12 simplified, 13+ full            common
//	back_street    line            11–13 simplified, 14+ full           common, name from 14
//	painted_wall   line            14+                                  common
//	berth          point or area   14–15 point, 16+ area                common
//	other kinds    area, line      as compound, back_street             common
//	               point           14+                                  common
//	cluster        point           0–13 for kinds drawn from 14 on      kind, group, count, quantity
//	label          point           as area; compound 13+                kind, name, level, status
//	context_water, context_green   8+                                   class, rank, name from 13
//	context_block                  11+                                  class, rank, name from 14
//	context_building               14+                                  class, rank, name from 16
//	context_road                   7+ to 14+ by class                   class, rank, name from 12
//	context_place                  3+ to 14+ by class                   class, rank, name
//
// A rank of 1 to 9 draws a context feature from zoom 6 to 14 whatever its class.
// The common properties are
//
//	status                      string
//	quantity                    number, in the kind's unit
//	listed_day, planned_day,    integer: days since 1970-01-01 in the
//	due_day, submitted_day,     district's time zone
//	verified_day
//	rework, owed                integer: times sent back, photos owed
//	unit_id, area_id            integer
//	ref, name                   string, from zoom 15
//	collapsed                   true: smaller than a unit of the tile, and drawn as a point
//
// A label has the id of its feature; kind tells the layer ("area", "compound"),
// since both may use one id. Base map features which collapse are left out.
//
// # What holds
//
// A place is in exactly one tile of a zoom: points, labels and cells are never
// repeated in a neighbour's buffer. A feature that has cells is in exactly one
// cell at each zoom below 14, so that counts and quantities over a zoom's tiles
// equal the database's. Where more than 6000 features of such a kind are crowded
// in a tile of zoom 14 or 15, the tile shows their cells instead, unless the
// request leaves the cluster layer out. Borders of areas stay intact when they
// are simplified. The same features give the same bytes on every replica.
//
// # Memory
//
// A berth of four corners takes about 190 bytes, its ledger number and its share
// of index and cells included, where berths stand in rows; where each stands alone
// in its square of the grid, 280 (BenchmarkLoad). It is twice that once tiles in
// GCJ-02 are asked for, which have an index of their own.
//
// # What is where
//
//	feature    what the caller says of a feature
//	prepare    projects and winds it; simplify ranks its vertices; borders has neighbours ranked alike
//	shape      keeps the outcome in as few bytes as drawing allows; class what many features share
//	index      finds features in a box; pages finds them by id; cells sums them
//	select     picks those of a tile; draw quantises, clip cuts, encode writes; build is all of it for a tile
//	cache      keeps finished tiles, and drops those that a change touched
//	serve      answers over HTTP; address reads what was asked for; coding compresses
//	style      and tilejson describe the tiles
package tiles
