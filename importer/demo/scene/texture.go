package scene

import "math"

// The surfaces; at is a place on them, in metres.

func (s site) ground(at vec) vec {
	grain := 0.06 * (chancy(int(at.x*60), int(at.z*60), s.seed) - 0.5)
	patch := cloudy(at.x*0.8, at.z*0.5, s.seed+5)
	grey := vec{0.46, 0.455, 0.45}
	if s.done {
		if c, marked := s.marking(at); marked {
			return c.add(vec{grain, grain, grain})
		}
		grey = vec{0.40, 0.405, 0.41}
		return grey.times(0.96 + 0.08*patch + grain)
	}
	c := grey.times(0.78 + 0.4*patch + grain)
	if hole := cloudy(at.x*0.9+7, at.z*0.6, s.seed+9); hole > 0.66 { // puddles
		c = c.mix(s.haze.times(0.55), min(1, (hole-0.66)*14))
	}
	if crack := math.Abs(noise(at.x*1.3, at.z*1.1, s.seed+11) - 0.5); crack < 0.008 && patch > 0.48 {
		c = c.times(0.7)
	}
	return c
}

// marking is the fresh paint on the ground: stalls at the wall, or lines along the kerbs.
func (s site) marking(at vec) (vec, bool) {
	white := vec{0.90, 0.90, 0.88}
	pitch, deep, first, last := 0.65, 1.9, s.firstStall(), 30.0
	switch s.of {
	case Cars:
		pitch, deep = 2.5, 5.1
	case Bikes:
	default:
		edge := min(at.x+s.left, s.right-at.x)
		return vec{0.62, 0.60, 0.57}, edge < 0.32 // a new kerb
	}
	from := at.x + s.left - 0.25
	if at.z < first || at.z > last || from < 0 || from > deep {
		return vec{}, false
	}
	line := math.Mod(at.z-first, pitch)
	return white, line < 0.09 || from > deep-0.09
}

// firstStall is how far ahead the row begins, in metres.
func (s site) firstStall() float64 {
	if s.of == Cars {
		return 8
	}
	return 3.6
}

func (s site) wallAt(at vec) vec {
	grain := 0.05 * (chancy(int(at.z*70), int(at.y*70), s.seed+2) - 0.5)
	if at.y > s.wall-0.13 { // coping
		return vec{0.55, 0.54, 0.52}.times(0.9 + grain*3)
	}
	shade := 0.94 + 0.1*cloudy(at.z*0.3, at.y*0.3, s.seed+3) + grain
	if s.done && s.of != Bikes && s.of != Cars || s.of >= Bikes && s.seed%2 == 0 {
		return s.painted(at).times(shade)
	}
	stain := cloudy(at.z*0.7, at.y*0.9, s.seed+4)
	c := vec{0.56, 0.55, 0.53}.times(0.72 + 0.45*stain).add(vec{grain, grain, grain})
	if streak := noise(at.z*3.1, at.y*0.25, s.seed+6); streak > 0.62 { // water ran down from the top
		c = c.times(1 - 0.8*(streak-0.62)*at.y/s.wall)
	}
	if bare := cloudy(at.z*0.55+3, at.y*0.8, s.seed+7) + 0.12*(1-at.y/s.wall); bare > 0.62 {
		c = brick(at.z, at.y, s.seed).mix(c, max(0, 1-(bare-0.62)*30))
	}
	if bill, there := s.bill(at); there {
		return bill
	}
	return c.times(1 - 0.35*max(0, 0.5-at.y)) // damp at the foot
}

// painted is a coat with a darker foot and framed pictures along it.
func (s site) painted(at vec) vec {
	switch {
	case at.y < 0.75:
		return s.dado
	case at.y < 0.81:
		return vec{0.96, 0.95, 0.92}
	}
	along, up := math.Mod(at.z+100, 4.6), at.y-1.05
	if s.seed%3 != 0 && along < 2.6 && up > 0 && up < 0.95 {
		if along < 0.06 || along > 2.54 || up < 0.06 || up > 0.89 {
			return vec{0.42, 0.26, 0.18}
		}
		hills := 0.25 + 0.2*math.Sin(along*2.3+float64(s.seed)) + 0.1*math.Sin(along*5.1)
		if up < hills {
			return vec{0.35, 0.55, 0.42}.mix(vec{0.62, 0.74, 0.60}, up/0.5)
		}
		return vec{0.90, 0.93, 0.92}.mix(vec{0.66, 0.80, 0.88}, up)
	}
	return s.paint
}

// bill is one of the small advertisements that are pasted on neglected walls.
func (s site) bill(at vec) (vec, bool) {
	const cell = 0.8
	i, j := int(at.z/cell), int(at.y/cell)
	if j < 1 || j > 2 || chancy(i, j, s.seed+21) > 0.34 {
		return vec{}, false
	}
	u, v := math.Mod(at.z, cell)-0.2*chancy(i, j, s.seed+22), math.Mod(at.y, cell)-0.3*chancy(i, j, s.seed+23)
	if u < 0.05 || u > 0.42 || v < 0.05 || v > 0.36 {
		return vec{}, false
	}
	paper := []vec{{0.88, 0.87, 0.82}, {0.92, 0.84, 0.42}, {0.80, 0.42, 0.40}, {0.86, 0.90, 0.94}}[int(4*chancy(i, j, s.seed+24))]
	if math.Mod(v, 0.075) < 0.03 && chancy(int(u*40), int(v/0.075), s.seed+i) > 0.35 {
		return paper.times(0.45), true // writing
	}
	return paper, true
}

func brick(u, v float64, seed int) vec {
	const long, high, joint = 0.25, 0.075, 0.012
	row := math.Floor(v / high)
	u += long / 2 * math.Mod(row, 2)
	if math.Mod(v, high) < joint || math.Mod(u, long) < joint {
		return vec{0.55, 0.52, 0.48}
	}
	return vec{0.58, 0.33, 0.25}.times(0.8 + 0.4*chancy(int(u/long), int(row), seed+8))
}

// houseAt is a front of three metres a storey, with a window in each bay.
func (s site) houseAt(at vec) vec {
	const storey, bay = 3.0, 3.4
	z := at.z + 200
	i, j := int(z/bay), int(at.y/storey)
	u, v := math.Mod(z, bay), math.Mod(at.y, storey)
	c := s.facade.times(0.86 + 0.18*cloudy(at.z*0.4, at.y*0.4, s.seed+12))
	if s.facade.x-s.facade.z > 0.2 && at.y > 0.6 {
		c = brick(z, at.y, s.seed).mix(s.facade, 0.55)
	}
	switch {
	case at.y < 0.6:
		return vec{0.45, 0.44, 0.43}
	case v > storey-0.14:
		return c.times(0.8)
	case j == 0 && chancy(i, 1, s.seed+13) < 0.35 && u > 0.9 && u < 2.0 && v < 2.2: // a door
		return vec{0.34, 0.22, 0.17}.times(0.9 + 0.2*chancy(i, j, s.seed))
	case u < 0.8 || u > 2.4 || v < 0.95 || v > 2.35:
		if u > 2.5 && u < 3.2 && v > 0.7 && v < 1.25 && chancy(i, j, s.seed+14) < 0.5 { // air conditioning
			return vec{0.82, 0.82, 0.80}.times(0.8 + 0.25*math.Abs(math.Sin(v*40)))
		}
		return c
	case u < 0.88 || u > 2.32 || v < 1.03 || v > 2.27 || math.Abs(u-1.6) < 0.04:
		return vec{0.86, 0.86, 0.84}
	}
	glass := vec{0.20, 0.26, 0.32}.mix(s.sky, 0.2+0.35*chancy(i, j, s.seed+15))
	return glass.times(0.8 + 0.25*v/storey)
}
