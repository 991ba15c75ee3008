package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"backstreet/geo"
)

// tile is a place in the pyramid.
type tile struct{ z, x, y int }

func (t tile) String() string { return fmt.Sprintf("%d/%d/%d", t.z, t.x, t.y) }

// layers that a map shows at the tile's zoom, as the sessions ask for them.
func (t tile) layers() []string {
	all := []string{"compound", "back_street", "painted_wall", "berth"}
	switch {
	case t.z < 13:
		return all[:2]
	case t.z < 15:
		return all[:3]
	}
	return all
}

// sessionCount of people who open the map and look around: about 12,000 tiles.
const sessionCount = 60

// session is what one person's map asks for. A tile that it has it does not ask for again.
type session struct {
	seen  map[tile]bool
	asked []tile
}

// requests are the tiles of all sessions, shuffled, so that any stretch of them has the same mix.
func requests(districts int) []tile {
	random := rand.New(rand.NewPCG(datasetSeed, 60))
	var all []tile
	for range sessionCount {
		s := session{seen: map[tile]bool{}}
		s.lookAround(middleOf(random.IntN(districts), districts).plus(300*random.NormFloat64(), 300*random.NormFloat64()), random)
		all = append(all, s.asked...)
	}
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// lookAround opens the district, goes to a place by zooming in, pans there, and goes to another one.
func (s *session) lookAround(middle at, random *rand.Rand) {
	if random.IntN(5) == 0 {
		s.view(middle, 10)
	}
	s.view(middle, 11)
	pans := map[int]int{12: 0, 13: 1, 14: 1, 15: 2, 16: 3, 17: 3, 18: 2}
	for _, from := range []int{12, 14} {
		place := middle.plus(2000*random.NormFloat64(), 2000*random.NormFloat64())
		for z := from; z <= 18; z++ {
			here := place
			s.view(here, z)
			for range pans[z] {
				screen := windowWide * 40_075_016 * math.Cos(middleLat*math.Pi/180) / math.Exp2(float64(z))
				here = here.polar(0.4*screen, 2*math.Pi*random.Float64())
				s.view(here, z)
			}
		}
	}
}

// A window of 1440 × 900 pixels, in tiles of 512.
const windowWide, windowHigh = 1440.0 / 512, 900.0 / 512

func (s *session) view(middle at, z int) {
	x, y := geo.World(middle.point())
	n := math.Exp2(float64(z))
	for column := int(x*n - windowWide/2); column <= int(x*n+windowWide/2); column++ {
		for row := int(y*n - windowHigh/2); row <= int(y*n+windowHigh/2); row++ {
			t := tile{z, column, row}
			if !s.seen[t] {
				s.seen[t] = true
				s.asked = append(s.asked, t)
			}
		}
	}
}

// readRequests takes a list from a file of z/x/y in place of ours.
func readRequests(dir string, districts int) ([]tile, error) {
	path := filepath.Join(dir, fmt.Sprintf("tiles_d%d.txt", districts))
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the request list: %w", err)
	}
	var all []tile
	for line := range strings.Lines(string(content)) {
		parts := strings.Split(strings.TrimSpace(line), "/")
		if len(parts) != 3 {
			return nil, fmt.Errorf("read %s: %q is not z/x/y", path, line)
		}
		var numbers [3]int
		for i, part := range parts {
			if numbers[i], err = strconv.Atoi(part); err != nil {
				return nil, fmt.Errorf("read %s: %w", path, err)
			}
		}
		all = append(all, tile{numbers[0], numbers[1], numbers[2]})
	}
	return all, nil
}
