package district

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

// Tile is a place in the pyramid.
type Tile struct{ Z, X, Y int }

func (t Tile) String() string { return fmt.Sprintf("%d/%d/%d", t.Z, t.X, t.Y) }

// Kinds are the layers of a district's features.
var Kinds = []string{"compound", "back_street", "painted_wall", "berth"}

// Layers that a map shows at the tile's zoom, as the sessions ask for them.
func (t Tile) Layers() []string {
	switch {
	case t.Z < 13:
		return Kinds[:2]
	case t.Z < 15:
		return Kinds[:3]
	}
	return Kinds
}

// sessionCount of people who open the map and look around: about 12,000 tiles.
const sessionCount = 60

// session is what one person's map asks for. A tile that it has it does not ask for again.
type session struct {
	seen  map[Tile]bool
	asked []Tile
}

// Requests are the tiles of all sessions in so many districts, shuffled, so that any stretch of them has the same mix.
func Requests(districts int) []Tile {
	random := rand.New(rand.NewPCG(datasetSeed, 60))
	var all []Tile
	for range sessionCount {
		s := session{seen: map[Tile]bool{}}
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
			t := Tile{z, column, row}
			if !s.seen[t] {
				s.seen[t] = true
				s.asked = append(s.asked, t)
			}
		}
	}
}

// ReadRequests takes a list from tiles_d1.txt, tiles_d25.txt … in a directory, lines of z/x/y, in place of ours.
func ReadRequests(dir string, districts int) ([]Tile, error) {
	path := filepath.Join(dir, fmt.Sprintf("tiles_d%d.txt", districts))
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the request list: %w", err)
	}
	var all []Tile
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
		all = append(all, Tile{numbers[0], numbers[1], numbers[2]})
	}
	return all, nil
}
