package geo

import "math"

// GaussKruger is the transverse mercator of Chinese surveyors on the ellipsoid of CGCS2000, at the scale 1 along its
// central meridian. Positions in the plane are metres, easting before northing.
type GaussKruger struct {
	CentralMeridian float64 // degrees
	FalseEasting    float64 // metres: 500,000, in the forms with a zone number with that in front
}

// The ellipsoid of CGCS2000, and Krüger's series in its third flattening n, which is exact to a micrometre in a zone
// of six degrees.
const (
	cgcsRadiusMetres = 6378137.0
	cgcsFlattening   = 1 / 298.257222101
	krugerN          = cgcsFlattening / (2 - cgcsFlattening)
	krugerRadius     = cgcsRadiusMetres / (1 + krugerN) * (1 + krugerN*krugerN/4 + krugerN*krugerN*krugerN*krugerN/64)
)

var (
	krugerForward = [...]float64{
		krugerN * (1./2 + krugerN*(-2./3+krugerN*(5./16+krugerN*41./180))),
		krugerN * krugerN * (13./48 + krugerN*(-3./5+krugerN*557./1440)),
		krugerN * krugerN * krugerN * (61./240 - krugerN*103./140),
		krugerN * krugerN * krugerN * krugerN * 49561. / 161280,
	}
	krugerInverse = [...]float64{
		krugerN * (1./2 + krugerN*(-2./3+krugerN*(37./96-krugerN/360))),
		krugerN * krugerN * (1./48 + krugerN*(1./15-krugerN*437./1440)),
		krugerN * krugerN * krugerN * (17./480 - krugerN*37./840),
		krugerN * krugerN * krugerN * krugerN * 4397. / 161280,
	}
	cgcsEccentricity = math.Sqrt(cgcsFlattening * (2 - cgcsFlattening))
)

// Forward projects a position in degrees. It is for positions within some degrees of the central meridian.
func (k GaussKruger) Forward(p Point) Point {
	sin := math.Sin(radians(p.Lat()))
	tan := math.Sinh(math.Atanh(sin) - cgcsEccentricity*math.Atanh(cgcsEccentricity*sin))
	sinLon, cosLon := math.Sincos(radians(p.Lon() - k.CentralMeridian))
	north, east := math.Atan2(tan, cosLon), math.Asinh(sinLon/math.Hypot(tan, cosLon))
	x, y := north, east
	for i, alpha := range krugerForward {
		turn := 2 * float64(i+1)
		sin, cos := math.Sincos(turn * north)
		x += alpha * sin * math.Cosh(turn*east)
		y += alpha * cos * math.Sinh(turn*east)
	}
	return Point{k.FalseEasting + krugerRadius*y, krugerRadius * x}
}

// Inverse gives the position in degrees of one in the plane.
func (k GaussKruger) Inverse(p Point) Point {
	north, east := p[1]/krugerRadius, (p[0]-k.FalseEasting)/krugerRadius
	x, y := north, east
	for i, beta := range krugerInverse {
		turn := 2 * float64(i+1)
		sin, cos := math.Sincos(turn * north)
		x -= beta * sin * math.Cosh(turn*east)
		y -= beta * cos * math.Sinh(turn*east)
	}
	lon := math.Atan2(math.Sinh(y), math.Cos(x))
	conformal := math.Sin(x) / math.Hypot(math.Sinh(y), math.Cos(x))
	return Point{k.CentralMeridian + degrees(lon), degrees(math.Atan(geodeticTan(conformal)))}
}

// geodeticTan finds the tangent of the latitude whose conformal latitude has the given tangent, by Newton's method
// (Karney 2011), which needs two or three rounds.
func geodeticTan(conformal float64) float64 {
	const maxRounds, close = 8, 1e-15
	e2 := cgcsEccentricity * cgcsEccentricity
	tan := conformal
	for range maxRounds {
		root := math.Hypot(1, tan)
		sigma := math.Sinh(cgcsEccentricity * math.Atanh(cgcsEccentricity*tan/root))
		guess := tan*math.Hypot(1, sigma) - sigma*root
		step := (conformal - guess) / math.Hypot(1, guess) * (1 + (1-e2)*tan*tan) / ((1 - e2) * root)
		tan += step
		if math.Abs(step) <= close*math.Hypot(1, tan) {
			break
		}
	}
	return tan
}
