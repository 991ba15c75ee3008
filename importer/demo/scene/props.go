package scene

import "math"

// props are what stands and hangs in the place.
func (p painter) props() {
	s := p.site
	p.poles()
	switch s.of {
	case Gate:
		p.gate()
	case Bikes:
		p.park(0.65, 0.65, p.bike, 1.2)
	case Cars:
		p.park(2.5, 2.5, p.car, 2.8)
	default:
		if !s.done {
			p.rubbish(-s.left+0.5, 9, 2)
			p.rubbish(s.right-0.6, 5.5, 1)
		}
	}
}

// poles carry cables along the houses: a tangle before, one bundle after.
func (p painter) poles() {
	s := p.site
	wires := 9
	if s.done {
		wires = 1
	}
	dark := vec{0.13, 0.13, 0.14}
	for k := 4; k >= 0; k-- {
		from, to := 5+9*float64(k), 14+9*float64(k)
		if from > s.end-10 {
			continue
		}
		for w := range wires {
			up := 4.6 + 0.16*float64(w) + 0.2*chancy(w, k, s.seed)
			sag := 0.25 + 0.7*chancy(w, 3, s.seed)
			across := s.right - 0.5
			side := across
			if w%4 == 3 && !s.done {
				side = -s.left + 0.3 // across the lane
			}
			last := vec{across, up, from}
			for i := 1.0; i <= 8; i++ {
				share := i / 8
				next := vec{across + (side-across)*share, up - 4*sag*share*(1-share), from + (to-from)*share}
				p.stroke(dark, 0.02, last, next)
				last = next
			}
		}
		p.stroke(vec{0.50, 0.49, 0.47}, 0.2, vec{s.right - 0.5, 0, from}, vec{s.right - 0.5, 6.2, from})
	}
}

// park sets things into the row at the wall, one a stall; before the work they stand as they come.
func (p painter) park(pitch, gap float64, thing func(frame, int), deep float64) {
	s := p.site
	many := int(24 / pitch)
	for i := many; i >= 0; i-- {
		at := vec{-s.left + 0.25 + deep*0.75, 0, s.firstStall() + pitch*(float64(i)+0.5)}
		turn := math.Pi / 2
		if !s.done {
			at.x += 2.4 * deep / 2 * (chancy(i, 1, s.seed) - 0.15)
			at.z += gap * 1.5 * (chancy(i, 2, s.seed) - 0.5)
			turn += 2.2 * (chancy(i, 3, s.seed) - 0.5)
		}
		if chancy(i, 4, s.seed) < 0.78 {
			thing(frame{at, turn}, i)
		}
	}
}

func (p painter) bike(f frame, n int) {
	paint := []vec{{0.12, 0.35, 0.62}, {0.78, 0.62, 0.10}, {0.60, 0.14, 0.14}, {0.16, 0.17, 0.18}, {0.20, 0.48, 0.36}}[n%5]
	black := vec{0.09, 0.09, 0.10}
	p.shadow(f, 0.85, 0.07)
	for _, hub := range []float64{-0.55, 0.55} {
		const corners = 20
		for i := range corners {
			a, b := 2*math.Pi*float64(i)/corners, 2*math.Pi*float64(i+1)/corners
			on := func(angle float64) vec { return f.place(hub+0.33*math.Cos(angle), 0.34+0.33*math.Sin(angle), 0) }
			p.stroke(black, 0.05, on(a), on(b))
			if i%4 == 0 {
				p.stroke(vec{0.6, 0.6, 0.6}, 0.008, f.place(hub, 0.34, 0), on(a))
			}
		}
	}
	bar := func(x1, y1, x2, y2 float64) { p.stroke(paint, 0.055, f.place(x1, y1, 0), f.place(x2, y2, 0)) }
	bar(-0.55, 0.34, -0.12, 0.36)
	bar(-0.12, 0.36, 0.40, 0.82)
	bar(-0.12, 0.36, -0.24, 0.86)
	bar(-0.24, 0.80, 0.40, 0.82)
	bar(-0.55, 0.34, -0.24, 0.80)
	bar(0.55, 0.34, 0.38, 0.96)
	p.stroke(black, 0.04, f.place(0.36, 1.0, -0.26), f.place(0.36, 1.0, 0.26))
	p.block(black, f, [2]float64{-0.38, -0.12}, [2]float64{0.88, 0.94}, [2]float64{-0.08, 0.08})
	if n%3 == 0 { // an electric one: battery and a shield before the knees
		p.block(paint.times(0.8), f, [2]float64{-0.42, 0.1}, [2]float64{0.4, 0.72}, [2]float64{-0.11, 0.11})
		p.block(paint, f, [2]float64{0.3, 0.38}, [2]float64{0.45, 0.95}, [2]float64{-0.2, 0.2})
	} else {
		p.block(vec{0.45, 0.45, 0.44}, f, [2]float64{0.45, 0.75}, [2]float64{0.72, 0.98}, [2]float64{-0.17, 0.17})
	}
}

func (p painter) car(f frame, n int) {
	paint := []vec{{0.86, 0.86, 0.85}, {0.16, 0.17, 0.19}, {0.55, 0.57, 0.60}, {0.45, 0.12, 0.12}, {0.20, 0.28, 0.42}}[n%5]
	p.shadow(f, 2.3, 0.98)
	for _, x := range []float64{-1.35, 1.35} {
		p.block(vec{0.07, 0.07, 0.08}, f, [2]float64{x - 0.32, x + 0.32}, [2]float64{0, 0.62}, [2]float64{-0.86, 0.86})
	}
	p.block(paint, f, [2]float64{-2.15, 2.15}, [2]float64{0.28, 0.85}, [2]float64{-0.88, 0.88})
	p.block(vec{0.13, 0.16, 0.19}, f, [2]float64{-1.6, 0.95}, [2]float64{0.85, 1.36}, [2]float64{-0.74, 0.74})
	p.block(paint.times(0.95), f, [2]float64{-1.4, 0.6}, [2]float64{1.36, 1.44}, [2]float64{-0.72, 0.72})
	for _, side := range []float64{-0.66, 0.66} {
		lamp := [2]float64{side - 0.16, side + 0.16}
		p.block(vec{0.93, 0.90, 0.80}, f, [2]float64{2.14, 2.17}, [2]float64{0.58, 0.72}, lamp)
		p.block(vec{0.70, 0.10, 0.10}, f, [2]float64{-2.17, -2.14}, [2]float64{0.58, 0.74}, lamp)
	}
}

// disc is round and faces the camera.
func (p painter) disc(c vec, at vec, radius float64) {
	const corners = 16
	var rim []vec
	for i := range corners {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / corners)
		rim = append(rim, at.add(vec{radius * cos, radius * sin, 0}))
	}
	p.fill(c, rim...)
}

// rubbish is a heap of bags and boxes.
func (p painter) rubbish(x, z, wide float64) {
	colours := []vec{{0.12, 0.12, 0.13}, {0.62, 0.48, 0.32}, {0.75, 0.76, 0.78}, {0.25, 0.35, 0.50}, {0.55, 0.20, 0.18}, {0.35, 0.33, 0.28}}
	for i := range int(14 * wide) {
		size := 0.14 + 0.22*chancy(i, 5, p.site.seed)
		at := vec{x + wide*0.5*(chancy(i, 6, p.site.seed)-0.5), 0.28 * chancy(i, 8, p.site.seed) * float64(i%3), z + 1.5 - 3*float64(i)/(14*wide)}
		f := frame{at, 3 * chancy(i, 9, p.site.seed)}
		p.block(colours[i%len(colours)], f, [2]float64{-size, size}, [2]float64{0, size * 1.3}, [2]float64{-size, size})
	}
}

// gate is the entrance of a compound, with its bins.
func (p painter) gate() {
	s := p.site
	stone, sign := vec{0.52, 0.50, 0.47}, vec{0.40, 0.20, 0.18}
	if s.done {
		stone, sign = s.paint, vec{0.72, 0.10, 0.10}
	}
	ahead := frame{vec{0, 0, 13}, 0}
	p.block(stone.times(0.9), ahead, [2]float64{-0.3, 0.3}, [2]float64{0, 2.1}, [2]float64{-s.left, -3.2})
	p.block(stone.times(0.9), ahead, [2]float64{-0.3, 0.3}, [2]float64{0, 2.1}, [2]float64{3.2, s.right})
	for _, x := range []float64{-3.1, 3.1} {
		p.block(stone, ahead, [2]float64{-0.4, 0.4}, [2]float64{0, 4.1}, [2]float64{x - 0.42, x + 0.42})
	}
	p.block(sign, ahead, [2]float64{-0.42, 0.3}, [2]float64{4.0, 4.85}, [2]float64{-3.8, 3.8})
	gold := vec{0.86, 0.72, 0.34}
	for _, up := range []float64{4.08, 4.77} {
		p.stroke(gold, 0.05, vec{-3.65, up, 12.55}, vec{3.65, up, 12.55})
	}
	for i := range 5 { // the letters are gilt discs: the place has no name
		p.disc(gold, vec{-2.2 + 1.1*float64(i), 4.43, 12.55}, 0.24)
	}
	if !s.done {
		p.rubbish(-3.9, 10.5, 2.4)
		p.rubbish(2.4, 9, 1.2)
		p.bike(frame{vec{1.2, 0, 10}, 1.1}, 3)
		p.bike(frame{vec{-1.2, 0, 8.5}, 2.4}, 1)
		return
	}
	for i, c := range []vec{{0.10, 0.45, 0.25}, {0.12, 0.32, 0.62}, {0.66, 0.13, 0.13}, {0.30, 0.31, 0.33}} {
		bin := frame{vec{-5.6 + 0.72*float64(i), 0, 11}, 0}
		p.shadow(bin, 0.36, 0.34)
		p.block(c, bin, [2]float64{-0.28, 0.28}, [2]float64{0.05, 0.92}, [2]float64{-0.27, 0.27})
		p.block(c.times(0.7), bin, [2]float64{-0.31, 0.31}, [2]float64{0.92, 1.0}, [2]float64{-0.3, 0.3})
	}
	for i := range 3 {
		tub := frame{vec{4.1 + 0.9*float64(i), 0, 11}, 0}
		p.block(vec{0.62, 0.36, 0.26}, tub, [2]float64{-0.35, 0.35}, [2]float64{0, 0.45}, [2]float64{-0.35, 0.35})
		p.block(vec{0.20, 0.42, 0.18}, tub, [2]float64{-0.32, 0.32}, [2]float64{0.45, 0.95}, [2]float64{-0.32, 0.32})
		p.block(vec{0.26, 0.50, 0.22}, tub, [2]float64{-0.2, 0.2}, [2]float64{0.95, 1.25}, [2]float64{-0.2, 0.2})
	}
}
