package geo_test

import (
	"fmt"

	"backstreet/geo"
)

// A courtyard drawn over an AMap background is brought to WGS 84, put in order,
// checked, and measured.
func Example() {
	drawn := geo.Polygon{{{114.0222, 33.5731}, {114.0222, 33.5741}, {114.0232, 33.5741}, {114.0232, 33.5731}}}

	surveyed := geo.Transform(drawn, geo.WGS84FromGCJ02)
	courtyard, repairs := geo.Normalize(surveyed)
	if err := geo.Validate(courtyard); err != nil {
		fmt.Println(err)
	}

	place := geo.RepresentativePoint(courtyard)
	fmt.Printf("closed %d, turned %d\n", repairs.ClosedRings, repairs.TurnedRings)
	fmt.Printf("%.0f m² at %.4f, %.4f\n", geo.AreaM2(courtyard), place.Lon(), place.Lat())
	// Output:
	// closed 1, turned 1
	// 10266 m² at 114.0168, 33.5751
}
