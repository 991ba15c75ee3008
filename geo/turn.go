package geo

import "math/big"

// turn is +1 when a, b, c turn left, -1 when they turn right, and 0 when they
// lie exactly on one line. Unlike the plain determinant its sign is never an
// effect of rounding (Shewchuk's filter, then exact rationals), so a vertex laid
// on an edge is told from one beside it. NaN turns nowhere.
func turn(a, b, c Point) int {
	if a == b || b == c || a == c { // neighbours along a ring: not worth rationals
		return 0
	}
	left := (a[0] - c[0]) * (b[1] - c[1])
	right := (a[1] - c[1]) * (b[0] - c[0])
	determinant := left - right
	const filter = 3.3306690738754716e-16
	if bound := filter * (abs(left) + abs(right)); determinant > bound || -determinant > bound {
		return sign(determinant)
	}
	if !finite(a) || !finite(b) || !finite(c) {
		return 0
	}
	return exactTurn(a, b, c)
}

func exactTurn(a, b, c Point) int {
	difference := func(p, q float64) *big.Rat {
		return new(big.Rat).Sub(new(big.Rat).SetFloat64(p), new(big.Rat).SetFloat64(q))
	}
	left := difference(a[0], c[0])
	left.Mul(left, difference(b[1], c[1]))
	right := difference(a[1], c[1])
	right.Mul(right, difference(b[0], c[0]))
	return left.Cmp(right)
}

func sign(v float64) int {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

func abs(v float64) float64 {
	if v < 0 {
		return -v
	}
	return v
}
