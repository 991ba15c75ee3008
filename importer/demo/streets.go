package demo

import (
	"math/rand/v2"

	"backstreet/geo"
	"backstreet/rectify"
)

// street is one continued road with one name.
type street struct {
	name string
	rank int // as rectify.Backdrop's
	line geo.LineString
}

// block is what streets enclose, up to their edges.
type block struct{ box }

const (
	smallest = 34_000.0 // m² of a cell that is not divided any more
	crossing = 0.5      // the share of divisions by two streets that cross
)

var streetWidths = [...]float64{0, 32, 22, 16, 11, 5} // metres by rank

var streetNames = []string{
	"交通路", "建设路", "人民路", "五一路", "八一路", "公安街", "受降路", "马路街", "老街", "戏楼后街", "友爱街", "新华街",
	"滨河路", "泰山路", "湘江路", "柳江路", "文化路", "民主路", "解放路", "团结街", "和平街", "光明街", "胜利街", "东风街",
	"向阳街", "健康路", "公园街", "银行街", "粮食街", "铁东街", "前进街", "朝阳街", "兴隆街", "永安街", "太平街", "福星街",
	"广场街", "师范街", "邮电街", "纺织路", "工农路", "育才街", "同德街", "仁和街", "顺城街", "沙河街", "澧河街", "松江街",
}

// grid divides the quarter by streets until the cells are small.
type grid struct {
	random  *rand.Rand
	streets []street
	blocks  []block
}

func newGrid(random *rand.Rand) *grid {
	g := &grid{random: random}
	whole := box{-quarterWide / 2, -quarterHigh / 2, quarterWide / 2, quarterHigh / 2}
	for _, side := range whole.sides() {
		g.lay(2, side[0], side[1])
	}
	const half = 11 // of the streets around the quarter
	g.divide(whole.inset(half), 1)
	return g
}

func (g *grid) lay(rank int, corners ...spot) {
	name := streetNames[len(g.streets)%len(streetNames)]
	if round := len(g.streets) / len(streetNames); round > 0 {
		name = []string{"东", "西", "南", "北"}[round%4] + name
	}
	g.streets = append(g.streets, street{name, rank, line(corners...)})
}

// divide cuts across the longer side, and sometimes both ways at once, which makes a crossroads; a cut alone
// ends at the streets around the cell in T junctions. Great streets leave the quarter.
func (g *grid) divide(cell box, rank int) {
	if cell.wide()*cell.high() < smallest {
		g.blocks = append(g.blocks, block{cell})
		return
	}
	half, beyond := streetWidths[rank]/2, 0.0
	if rank == 1 {
		beyond = 1800
	}
	both := rank == 1 || g.random.Float64() < crossing
	across := cell.wide() > cell.high()
	rows := []box{cell}
	if both || !across {
		v := cell.south + cell.high()*(0.42+0.16*g.random.Float64())
		g.lay(rank, spot{cell.west - beyond, v}, spot{cell.east + beyond, v})
		rows = []box{{cell.west, cell.south, cell.east, v - half}, {cell.west, v + half, cell.east, cell.north}}
	}
	if both || across {
		u := cell.west + cell.wide()*(0.42+0.16*g.random.Float64())
		g.lay(rank, spot{u, cell.south - beyond}, spot{u, cell.north + beyond})
		for _, row := range rows {
			g.divide(box{row.west, row.south, u - half, row.north}, min(rank+1, 4))
			g.divide(box{u + half, row.south, row.east, row.north}, min(rank+1, 4))
		}
		return
	}
	for _, row := range rows {
		g.divide(row, min(rank+1, 4))
	}
}

func backdrop(class string, rank int, name string, geom geo.Geometry) rectify.Backdrop {
	return rectify.Backdrop{Class: class, Rank: rank, Name: name, Geom: geom}
}
