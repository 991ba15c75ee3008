package geo_test

import (
	"errors"
	"math"
	"testing"

	"backstreet/geo"
)

func TestFitSimilarity(t *testing.T) {
	t.Parallel()
	const turn, scale = 0.3, 1.00004
	truth := func(p geo.Point) geo.Point {
		sin, cos := math.Sincos(turn)
		return geo.Point{500_000 + scale*(cos*p[0]-sin*p[1]), 3_710_000 + scale*(sin*p[0]+cos*p[1])}
	}
	grid := []geo.Point{{0, 0}, {5000, 0}, {5000, 8000}, {0, 8000}}
	var there []geo.Point
	for _, p := range grid {
		there = append(there, truth(p))
	}
	fit, err := geo.FitSimilarity(grid, there)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range append(grid, geo.Point{2500, 100}, geo.Point{-9000, 20_000}) {
		got, want := fit.Apply(p), truth(p)
		if d := math.Hypot(got[0]-want[0], got[1]-want[1]); d > 1e-6 {
			t.Errorf("%v is %g m off", p, d)
		}
	}
	if math.Abs(fit.Scale()-scale) > 1e-12 {
		t.Errorf("scale %g", fit.Scale())
	}
}

func TestFitSimilarityLeavesWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	// One corner is 1 m off, and pulls the rest along.
	grid := []geo.Point{{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}}
	there := []geo.Point{{0, 0}, {1000, 0}, {1000, 1001}, {0, 1000}}
	fit, err := geo.FitSimilarity(grid, there)
	if err != nil {
		t.Fatal(err)
	}
	var squares float64
	for i, p := range grid {
		got := fit.Apply(p)
		off := math.Hypot(got[0]-there[i][0], got[1]-there[i][1])
		squares += off * off
	}
	if squares < 0.4 || squares > 0.6 {
		t.Errorf("the squares sum to %.3f m², want 0.5: four unknowns take half of the eight", squares)
	}
}

func TestFitSimilarityRefuses(t *testing.T) {
	t.Parallel()
	for name, points := range map[string][]geo.Point{
		"one point": {{1, 2}}, "one place": {{1, 2}, {1, 2}, {1, 2.1}},
	} {
		if _, err := geo.FitSimilarity(points, points); !errors.Is(err, geo.ErrNoFit) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
