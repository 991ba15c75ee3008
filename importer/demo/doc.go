// Package demo grows the district that Backstreet is shown with: a whole Yuanhui District (源汇区) of Luohe between
// the rivers Sha and Li, with its streets, towns and communities, a town of streets, blocks and parks, villages and
// fields around it, and some months of work on its compounds, back streets, walls and berths.
//
// Names and codes of areas are the published ones, and so are the sums: compounds, back streets, m² of painted
// wall, berths. The outline, all borders and everything below are drawn by this program and show no real place.
// Areas and rivers are the same for every seed; what is built on them is not.
//
// A town is drawn on a plan where the Li is a straight line and streets are straight, so that dividing it is
// clipping convex cells, and then bent to the ground (plan.go). What needs its size in metres, such as houses
// and berths, is set out on the ground.
//
// It is pure: the same Options give the same District. Histories are made by rectify alone, so every step in
// them is one that a person could have taken.
package demo
