// Package demo grows the district that Backstreet is shown with: one old-town quarter of a bent grid of
// streets, its compounds, back streets, walls and berths, and some months of work on them.
//
// It is a small demo: the areas of the whole district are there, the streets and features of one quarter only.
// Names and codes of areas are the published ones; their borders and everything below are drawn by this
// program and show no real place.
//
// It is pure: the same Options give the same District. Histories are made by rectify alone, so every step in
// them is one that a person could have taken.
package demo
